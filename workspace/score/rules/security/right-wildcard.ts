import type { ScoreRule } from '../../rule.ts';
import { rightsOf } from './bindings.ts';

/** No role gives everything of a kind. */
export const rightWildcard: ScoreRule = {
  id: 'SECURITY_RIGHT_WILDCARD',
  section: 'security',
  weight: 6,
  title: 'No role names its verbs or resources by *.',
  why: 'a wildcard gives what does not exist yet, and nobody sees what is used',
  fix: 'name the resources and the verbs',
  look: (scene) =>
    scene.of('ClusterRole', 'Role').map((manifest) => ({
      on: manifest,
      problems: rightsOf(manifest).flatMap(({ resources = [], verbs = [] }, index) =>
        (['verbs', 'resources'] as const)
          .filter((list) => ({ resources, verbs })[list].includes('*'))
          .map((list) => ({ field: `rules[${index}].${list}`, problem: `${list} are *` })),
      ),
    })),
};
