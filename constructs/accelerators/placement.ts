import type { Affinity, NodeAffinity, Toleration } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';

/** Tolerations of an agent that runs on all nodes of some pools. */
export function tolerationsFor(pools: readonly Pick<AcceleratorPool, 'facts'>[]): readonly Toleration[] {
  const taints = pools.flatMap(({ facts }) => facts.taints);
  const unique = new Map(taints.map(({ effect, key }) => [`${key}:${effect}`, { key, effect }]));
  // Whatever the value: a cloud and an owner may set the same taint with different ones.
  return [...unique.values()].map(({ effect, key }): Toleration => ({ key, operator: 'Exists', effect }));
}

/** Affinity that keeps an agent on the nodes of some pools: one term for each pool. */
export function nodeAffinityFor(pools: readonly Pick<AcceleratorPool, 'facts'>[]): NodeAffinity {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: pools.map(({ facts }) => ({
        matchExpressions: Object.entries(facts.nodeLabels)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, value]) => ({ key, operator: 'In' as const, values: [value] })),
      })),
    },
  };
}

/** The same as a pod's affinity. */
export function affinityFor(pools: readonly Pick<AcceleratorPool, 'facts'>[]): Affinity {
  return { nodeAffinity: nodeAffinityFor(pools) };
}
