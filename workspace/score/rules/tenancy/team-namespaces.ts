import type { Manifest } from '../../../../constructs/core/index.ts';
import { TEAM_LABELS } from '../../../../constructs/tenancy/index.ts';
import type { Scene } from '../../scene.ts';

/** The namespaces in which teams work, without those that the platform runs for them. */
export function teamNamespaces(scene: Scene): readonly Manifest[] {
  return scene.of('Namespace').filter(({ object }) => object.metadata.labels?.[TEAM_LABELS.team] !== undefined);
}

/** Names of the namespaces that hold an object of a kind. */
export function namespacesWith(scene: Scene, kind: string): ReadonlySet<string> {
  return new Set(scene.of(kind).map(({ object }) => object.metadata.namespace ?? ''));
}
