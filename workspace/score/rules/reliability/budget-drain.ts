import type { LabelSelector } from '../../../../constructs/imports/kubernetes.gen.ts';
import { looked, type ScoreRule } from '../../rule.ts';
import { selected } from './served-pods.ts';

interface BudgetSpec {
  readonly selector?: LabelSelector;
  readonly minAvailable?: number | string;
  readonly maxUnavailable?: number | string;
}

/** A machine can always be emptied. */
export const budgetDrain: ScoreRule = {
  id: 'RELIABILITY_BUDGET_DRAIN',
  section: 'reliability',
  weight: 7,
  title: 'No PodDisruptionBudget stops a machine from being emptied.',
  why: 'a machine that cannot be emptied cannot be updated, repaired or given back',
  fix: 'write maxUnavailable: 1, or run one pod more than minAvailable',
  look: (scene) =>
    scene.of('PodDisruptionBudget').map((manifest) => {
      const { maxUnavailable, minAvailable, selector = {} } = (manifest.object['spec'] ?? {}) as BudgetSpec;
      if (maxUnavailable === 0 || maxUnavailable === '0%')
        return looked(manifest, 'lets no pod go', 'spec.maxUnavailable');
      if (minAvailable === '100%') return looked(manifest, 'lets no pod go', 'spec.minAvailable');
      const pods = selected(scene, manifest.object.metadata.namespace, selector);
      const replicas = pods.reduce((sum, each) => sum + (each.replicas ?? 0), 0);
      return pods.length > 0 && typeof minAvailable === 'number' && minAvailable >= replicas
        ? looked(manifest, `keeps ${minAvailable} of ${replicas} pods`, 'spec.minAvailable')
        : looked(manifest);
    }),
};
