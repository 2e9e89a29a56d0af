import type { Component } from '../component.ts';

/** The inference extension of Gateway API, known here for its kinds. */
export const gatewayApiInferenceExtension = {
  name: 'gateway-api-inference-extension',
  purpose: 'Defines groups of model servers among which an endpoint picker chooses.',
  version: '1.5.0',
  licence: 'Apache-2.0',
  homepage: 'https://gateway-api-inference-extension.sigs.k8s.io',
  source: { kind: 'none', reason: 'Its definitions come with the chart of KServe’s controller of language models.' },
  module: {
    path: 'sigs.k8s.io/gateway-api-inference-extension',
    version: 'v1.5.0',
    crds: 'config/crd/bases',
  },
  images: [],
  upgradeNotes: ['InferenceObjective has moved to the group of llm-d’s router.'],
} as const satisfies Component;
