import type { Toleration } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { instanceTypes } from './neuron-values.ts';
import { tolerationsFor } from './placement.ts';

/** Values of the chart of the EFA device plugin that Plinth sets. */
export interface EfaValues {
  readonly supportedInstanceLabels: { readonly keys: readonly string[]; readonly values: readonly string[] };
  readonly tolerations: readonly Toleration[];
}

/** The chart's values. The chart keeps a list of instance types; naming the pools' own makes a newer type work too. */
export function efaValues(pools: readonly AcceleratorPool[]): EfaValues {
  return {
    supportedInstanceLabels: { keys: ['node.kubernetes.io/instance-type'], values: instanceTypes(pools) },
    tolerations: tolerationsFor(pools),
  };
}
