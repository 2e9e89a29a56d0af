import { objectName } from '../../constructs/core/index.ts';
import type { Scene } from '../score/scene.ts';

/** Objects that are named as evidence of one kind; more say nothing more. */
const MOST = 3;

/** The objects of some kinds, by name. */
export function objectsOf(scene: Scene, ...kinds: readonly string[]): string[] {
  return kinds.flatMap((kind) =>
    scene
      .of(kind)
      .slice(0, MOST)
      .map(({ object }) => objectName(object)),
  );
}

/** Those of some components that the platform installs, with their versions. */
export function installed(scene: Scene, ...names: readonly string[]): string[] {
  return scene.addOns
    .filter(({ component }) => names.includes(component.name))
    .map(({ component, version }) => `add-on ${component.name} ${version}`);
}

/** Whether a pool has accelerators that are not sold as vCPUs. */
export function hasAccelerators({ spec }: Scene): boolean {
  return spec.pools.some(({ instance, machine }) => instance !== undefined || machine?.accelerator !== undefined);
}
