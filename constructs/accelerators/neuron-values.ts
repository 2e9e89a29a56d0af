import type { Toleration } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { tolerationsFor } from './placement.ts';

/** Values of the AWS Neuron chart that Plinth sets. */
export interface NeuronValues {
  readonly neuronInstances: readonly string[];
  readonly devicePlugin: { readonly namespaceOverride: string; readonly tolerations: readonly Toleration[] };
  readonly scheduler: { readonly enabled: boolean };
  readonly npd: {
    readonly enabled: boolean;
    readonly namespaceOverride: string;
    readonly tolerations: readonly Toleration[];
    readonly nodeRecovery: { readonly enabled: boolean };
  };
  readonly draDriver: { readonly enabled: boolean };
}

/** The chart's values: device plugin and problem detector on the pools' own instance types. */
export function neuronValues(namespace: string, pools: readonly AcceleratorPool[]): NeuronValues {
  const tolerations = tolerationsFor(pools);
  return {
    neuronInstances: instanceTypes(pools),
    devicePlugin: { namespaceOverride: namespace, tolerations },
    // Kueue gives whole nodes or devices; a second scheduler that keeps cores together has nothing to do.
    scheduler: { enabled: false },
    // It tells of faults. Taking the node away needs rights in the account; whoever replaces nodes has them already.
    npd: { enabled: true, namespaceOverride: namespace, tolerations, nodeRecovery: { enabled: false } },
    draDriver: { enabled: false },
  };
}

/** Instance types of some pools, each once, in alphabetical order. */
export function instanceTypes(pools: readonly AcceleratorPool[]): readonly string[] {
  return [...new Set(pools.flatMap(({ pool }) => pool.instance ?? []))].sort();
}
