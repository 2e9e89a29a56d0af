import type { TopologySpreadConstraint } from '../imports/kubernetes.gen.ts';

/** What pods are kept apart by. */
const KEYS = { zone: 'topology.kubernetes.io/zone', node: 'kubernetes.io/hostname' } as const;

/**
 * Keeps pods apart where there is room for that; where there is none they run together rather than not at all.
 *
 * @param over - what they are kept apart by, in this order
 * @param labels - labels of the pods. @default - a chart fills them in
 */
export function spreadOver(
  over: readonly (keyof typeof KEYS)[],
  labels?: Readonly<Record<string, string>>,
): readonly TopologySpreadConstraint[] {
  return over.map((each) => ({
    maxSkew: 1,
    topologyKey: KEYS[each],
    whenUnsatisfiable: 'ScheduleAnyway',
    ...(labels === undefined ? {} : { labelSelector: { matchLabels: { ...labels } } }),
  }));
}
