import type { PoolFacts } from '../../spec/facts.ts';
import type { Affinity, Toleration } from '../imports/kubernetes.gen.ts';
import { affinityFor, tolerationsFor } from './placement.ts';

/** Values of the kata-deploy chart that Plinth sets. */
export interface KataDeployValues {
  readonly imagePullPolicy: 'IfNotPresent';
  readonly snapshotter: { readonly setup: readonly string[] };
  readonly shims: { readonly disableAll: boolean; readonly qemu: { readonly enabled: boolean } };
  readonly defaultShim: { readonly amd64: 'qemu'; readonly arm64: 'qemu' };
  readonly runtimeClasses: { readonly enabled: boolean; readonly createDefault: boolean };
  readonly 'node-feature-discovery': { readonly enabled: boolean };
  readonly nodeFeatureRules: { readonly create: boolean };
  readonly tolerations: readonly Toleration[];
  readonly affinity: Affinity;
}

/** The chart's values: one shim, on the nodes of the pools that sandboxed teams use. */
export function kataDeployValues(pools: readonly PoolFacts[]): KataDeployValues {
  const placed = pools.map((facts) => ({ facts }));
  return {
    imagePullPolicy: 'IfNotPresent',
    snapshotter: { setup: [] },
    shims: { disableAll: true, qemu: { enabled: true } },
    defaultShim: { amd64: 'qemu', arm64: 'qemu' },
    // The room makes the class that tenancy demands.
    runtimeClasses: { enabled: false, createDefault: false },
    'node-feature-discovery': { enabled: false },
    nodeFeatureRules: { create: false },
    tolerations: tolerationsFor(placed),
    affinity: affinityFor(placed),
  };
}
