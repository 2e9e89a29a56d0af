import type { LabelSelector } from '../../../../constructs/imports/kubernetes.gen.ts';
import { looked, type ScoreRule } from '../../rule.ts';
import { mayHoldOthers, selected } from './served-pods.ts';

/** Every disruption budget is about somebody. */
export const budgetTarget: ScoreRule = {
  id: 'RELIABILITY_BUDGET_TARGET',
  section: 'reliability',
  weight: 5,
  title: 'Every PodDisruptionBudget selects pods that are there.',
  why: 'a budget about nobody protects nobody',
  fix: 'make the selector that of the pods',
  look: (scene) =>
    scene.of('PodDisruptionBudget').flatMap((manifest) => {
      const { selector = {} } = (manifest.object['spec'] ?? {}) as { selector?: LabelSelector };
      const { namespace } = manifest.object.metadata;
      if (selected(scene, namespace, selector).length > 0) return [looked(manifest)];
      if (mayHoldOthers(scene, namespace)) return [];
      return [looked(manifest, 'selects no pod of its namespace', 'spec.selector')];
    }),
};
