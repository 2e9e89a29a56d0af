import type { KubernetesObject } from '../../../constructs/core/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { rendered } from '../../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';

/** H100 machines that may all go. */
export const h100: PoolInput = { name: 'train-h100', instance: 'p5.48xlarge', nodes: { min: 0, max: 16 } };
/** Machines without accelerators that may all go. */
export const cpu: PoolInput = { name: 'cpu', instance: 'm7i.4xlarge', nodes: { min: 0, max: 4 } };

/** A platform on AWS with one pool. */
export function onAws(pool: Partial<PoolInput> = {}): PlatformInput {
  return platformOn(TARGETS.aws, { ...h100, ...pool });
}

/** What the room renders, as `Kind name`. */
export function namesIn(input: PlatformInput): string[] {
  return rendered(input)
    .manifests.filter(({ room }) => room === 'autoscaling')
    .map(({ object }) => `${object.kind} ${object.metadata.name}`);
}

/** The spec of an object that the room renders; fails the test where there is none. */
export function specIn(input: PlatformInput, kind: string, name: string): Record<string, unknown> {
  const objects: KubernetesObject[] = rendered(input).manifests.map(({ object }) => object);
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name} was rendered`);
  return found['spec'] as Record<string, unknown>;
}
