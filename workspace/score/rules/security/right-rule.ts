import type { Manifest } from '../../../../constructs/core/index.ts';
import type { ScoreRule } from '../../rule.ts';
import type { Scene } from '../../scene.ts';
import { bindingsOf, type Right, rightsOf } from './bindings.ts';

/** A right that should be rare. */
export interface RareRight {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** `cluster`: only where it holds in every namespace. */
  readonly scope: 'cluster' | 'any';
}

/** A rule that names every role with a right that should be rare; a wildcard holds it too. */
export function rightRule(words: Pick<ScoreRule, 'id' | 'weight' | 'title' | 'why'>, rare: RareRight): ScoreRule {
  return {
    ...words,
    section: 'security',
    fix: 'leave the right out of the role, bind it in one namespace, or limit it by resourceNames',
    look: (scene) =>
      rolesIn(scene, rare.scope).map((manifest) => ({
        on: manifest,
        problems: rightsOf(manifest).flatMap((right, index) =>
          holds(right, rare)
            ? [
                {
                  field: `rules[${index}]`,
                  problem: `may ${common(right.verbs, rare.verbs)} ${common(right.resources, rare.resources)}`,
                },
              ]
            : [],
        ),
      })),
  };
}

/** Roles that are judged: a role that only bindings in namespaces name holds in those alone. */
function rolesIn(scene: Scene, scope: RareRight['scope']): readonly Manifest[] {
  if (scope === 'any') return scene.of('ClusterRole', 'Role');
  const bindings = bindingsOf(scene);
  const namedBy = (kind: string) =>
    new Set(
      bindings.flatMap(({ binding, manifest }) => (manifest.object.kind === kind ? (binding.roleRef?.name ?? []) : [])),
    );
  const [near, wide] = [namedBy('RoleBinding'), namedBy('ClusterRoleBinding')];
  return scene
    .of('ClusterRole')
    .filter(({ object: { metadata } }) => wide.has(metadata.name) || !near.has(metadata.name));
}

function holds({ apiGroups = [], resourceNames = [], resources = [], verbs = [] }: Right, rare: RareRight): boolean {
  return (
    resourceNames.length === 0 &&
    meets(apiGroups, rare.groups) &&
    meets(resources, rare.resources) &&
    meets(verbs, rare.verbs)
  );
}

function meets(given: readonly string[], rare: readonly string[]): boolean {
  return given.includes('*') || given.some((each) => rare.includes(each));
}

function common(given: readonly string[] = [], rare: readonly string[] = []): string {
  return given.filter((each) => each === '*' || rare.includes(each)).join('|');
}
