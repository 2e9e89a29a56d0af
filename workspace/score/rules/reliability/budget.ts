import type { LabelSelector } from '../../../../constructs/imports/kubernetes.gen.ts';
import { matches } from '../../../../constructs/tenancy/reachability/label-selector.ts';
import { looked, type ScoreRule } from '../../rule.ts';

/** What has several pods keeps one while machines are emptied. */
export const budget: ScoreRule = {
  id: 'RELIABILITY_BUDGET',
  section: 'reliability',
  weight: 4,
  title: 'Everything with several pods has a PodDisruptionBudget.',
  why: 'an update of machines may otherwise take all pods away at once',
  fix: 'add a PodDisruptionBudget with maxUnavailable: 1',
  look: (scene) => {
    const budgets = scene.of('PodDisruptionBudget').map(({ object }) => ({
      namespace: object.metadata.namespace,
      selector: (object['spec'] as { selector?: LabelSelector } | undefined)?.selector ?? {},
    }));
    return scene.pods
      .filter((placed) => (placed.replicas ?? 0) > 1)
      .map(({ labels, manifest }) =>
        budgets.some(
          ({ namespace, selector }) => namespace === manifest.object.metadata.namespace && matches(selector, labels),
        )
          ? looked(manifest)
          : looked(manifest, 'no PodDisruptionBudget is about its pods'),
      );
  },
};
