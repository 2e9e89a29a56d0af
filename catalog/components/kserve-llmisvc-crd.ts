import type { Component } from '../component.ts';

/** Definitions of KServe's kinds for language models. */
export const kserveLlmisvcCrd = {
  name: 'kserve-llmisvc-crd',
  purpose: 'Defines the kinds of KServe for language models.',
  version: '0.20.0',
  licence: 'Apache-2.0',
  homepage: 'https://kserve.github.io/website/',
  source: { kind: 'oci', repository: 'oci://ghcr.io/kserve/charts/kserve-llmisvc-crd', version: 'v0.20.0' },
  module: {
    path: 'github.com/kserve/kserve',
    version: 'v0.20.0',
    chart: 'charts/kserve-llmisvc-crd',
    crds: 'charts/kserve-llmisvc-crd/templates',
  },
  images: [],
  upgradeNotes: ['v1alpha2 is what Plinth writes; v1alpha1 is still served through a conversion webhook.'],
} as const satisfies Component;
