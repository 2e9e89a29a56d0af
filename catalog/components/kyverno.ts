import type { Component } from '../component.ts';

/** Kyverno: admission by policies that ask further than the API server can, such as for signatures. */
export const kyverno = {
  name: 'kyverno',
  purpose: 'Admits only images and models that a trusted signer signed.',
  version: '1.19.1',
  tested: '1.19.1',
  kubernetes: ['1.33', '1.35'],
  licence: 'Apache-2.0',
  homepage: 'https://kyverno.io',
  source: { kind: 'helm', repository: 'https://kyverno.github.io/kyverno', chart: 'kyverno', version: '3.9.1' },
  // The chart in the module lacks the sub-chart with the definitions of `policies.kyverno.io`: it is no chart to install from.
  module: { path: 'github.com/kyverno/kyverno', version: 'v1.19.1', crds: 'config/crds/policies.kyverno.io' },
  images: ['reg.kyverno.io/kyverno/kyverno:v1.19.1', 'reg.kyverno.io/kyverno/kyvernopre:v1.19.1'],
  upgradeNotes: [
    'Only its CEL types (policies.kyverno.io) are used: ClusterPolicy is the older API.',
    '1.19 lists Kubernetes 1.33 to 1.35; the rehearsal runs it on 1.36.',
  ],
} as const satisfies Component;
