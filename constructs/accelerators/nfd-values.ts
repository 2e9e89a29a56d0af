import type { Affinity, Toleration } from '../imports/kubernetes.gen.ts';
import type { AcceleratorPool } from './accelerator-pool.ts';
import { affinityFor, tolerationsFor } from './placement.ts';

/** Values of the Node Feature Discovery chart that Plinth sets. */
export interface NfdValues {
  readonly master: { readonly config: { readonly extraLabelNs: readonly string[] } };
  readonly worker: {
    readonly config: {
      readonly sources: {
        readonly pci: {
          readonly deviceClassWhitelist: readonly string[];
          readonly deviceLabelFields: readonly string[];
        };
      };
    };
    readonly tolerations: readonly Toleration[];
    readonly affinity: Affinity;
  };
}

/** PCI classes that the operators look for: network, InfiniBand, display and 3D controllers. */
const CLASSES = ['02', '0200', '0207', '0300', '0302'];

/** The chart's values: it looks at the nodes of the pools that an operator serves, and at no others. */
export function nfdValues(pools: readonly AcceleratorPool[]): NfdValues {
  return {
    master: { config: { extraLabelNs: ['nvidia.com'] } },
    worker: {
      config: { sources: { pci: { deviceClassWhitelist: CLASSES, deviceLabelFields: ['vendor'] } } },
      tolerations: tolerationsFor(pools),
      affinity: affinityFor(pools),
    },
  };
}
