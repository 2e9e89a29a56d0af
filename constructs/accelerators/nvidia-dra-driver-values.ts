import { type Accelerator, accelerators } from '../../catalog/index.ts';
import type { Affinity, Toleration } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { NVIDIA_LABELS } from './node-labels.ts';
import { driverRoot } from './nvidia-host.ts';
import { affinityFor, tolerationsFor } from './placement.ts';

/** Values of the NVIDIA DRA driver's chart that Plinth sets. */
export interface NvidiaDraDriverValues {
  readonly nvidiaDriverRoot: string;
  readonly gpuResourcesEnabledOverride: boolean;
  readonly resources: {
    readonly gpus: { readonly enabled: boolean };
    readonly computeDomains: { readonly enabled: boolean };
  };
  readonly kubeletPlugin: {
    readonly nodeSelector: Readonly<Record<string, string>>;
    readonly affinity: Affinity;
    readonly tolerations: readonly Toleration[];
    readonly containers?: { readonly computeDomains: { readonly gpuCliqueLabelEnabled: boolean } };
  };
}

/** Models whose NVLink joins several nodes. */
const MANY_NODES: readonly Accelerator[] = [accelerators['nvidia-gb200'], accelerators['nvidia-gb300']];

/** Whether some of the pools have links between nodes that pods claim as compute domains. */
export function haveComputeDomains(pools: readonly AcceleratorPool[]): boolean {
  return pools.some(({ accelerator }) => MANY_NODES.includes(accelerator));
}

/** The chart's values. `pools` are those whose devices are claimed; the driver runs on their nodes only. */
export function nvidiaDraDriverValues(pools: readonly AcceleratorPool[]): NvidiaDraDriverValues {
  const computeDomains = haveComputeDomains(pools);
  return {
    // All pools agree on it: the room refuses others.
    nvidiaDriverRoot: pools.map(driverRoot)[0] ?? '/',
    // Says that nobody else offers the devices of these nodes; their labels see to it.
    gpuResourcesEnabledOverride: true,
    resources: { gpus: { enabled: true }, computeDomains: { enabled: computeDomains } },
    kubeletPlugin: {
      nodeSelector: { [NVIDIA_LABELS.draDriver]: 'true' },
      affinity: affinityFor(pools),
      tolerations: tolerationsFor(pools),
      // The operator's feature discovery, which would set the label, does not run on these nodes.
      ...(computeDomains ? { containers: { computeDomains: { gpuCliqueLabelEnabled: true } } } : {}),
    },
  };
}
