import type { Component } from '../component.ts';

/**
 * Gateway API: the definitions of gateways and routes, apart from the controller that serves them.
 *
 * Its own folder and not the chart of Envoy Gateway, which brings a newer one: KServe and Envoy AI Gateway are made for this.
 */
export const gatewayApi = {
  name: 'gateway-api',
  purpose: 'Definitions of gateways and routes.',
  version: '1.5.1',
  tested: '1.5.1',
  licence: 'Apache-2.0',
  homepage: 'https://gateway-api.sigs.k8s.io',
  source: {
    kind: 'git',
    repository: 'https://github.com/kubernetes-sigs/gateway-api',
    path: 'config/crd',
    revision: 'v1.5.1',
  },
  module: {
    path: 'sigs.k8s.io/gateway-api',
    version: 'v1.5.1',
    chart: 'config/crd',
    crds: 'config/crd/standard',
  },
  images: [],
  upgradeNotes: [
    'An admission policy that comes with it refuses definitions that are older, or of the experimental channel.',
    'KServe and Envoy AI Gateway name the minor they were made for: raise them together.',
  ],
} as const satisfies Component;
