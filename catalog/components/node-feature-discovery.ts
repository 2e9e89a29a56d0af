import type { Component } from '../component.ts';

/**
 * Node Feature Discovery: labels that say what hardware a node has.
 *
 * Upstream states "Kubernetes 1.24 or newer" and lists no minors.
 */
export const nodeFeatureDiscovery = {
  name: 'node-feature-discovery',
  purpose: 'Labels nodes with their hardware, for operators and schedulers.',
  version: '0.19.0',
  licence: 'Apache-2.0',
  homepage: 'https://kubernetes-sigs.github.io/node-feature-discovery/',
  source: { kind: 'oci', repository: 'oci://registry.k8s.io/nfd/charts/node-feature-discovery', version: '0.19.0' },
  module: {
    path: 'sigs.k8s.io/node-feature-discovery',
    version: 'v0.19.0',
    chart: 'deployment/helm/node-feature-discovery',
    crds: 'deployment/base/nfd-crds',
  },
  images: ['registry.k8s.io/nfd/node-feature-discovery:v0.19.0'],
  upgradeNotes: [
    'The GPU operators and the network operator can each bring one of their own: run exactly one in a cluster.',
  ],
} as const satisfies Component;
