import type { Component } from '../component.ts';

/** Definitions of KServe's kinds for classic models, apart from their controller because Helm never upgrades definitions. */
export const kserveCrd = {
  name: 'kserve-crd',
  purpose: 'Defines the kinds of KServe for classic models.',
  version: '0.20.0',
  licence: 'Apache-2.0',
  homepage: 'https://kserve.github.io/website/',
  source: { kind: 'oci', repository: 'oci://ghcr.io/kserve/charts/kserve-crd', version: 'v0.20.0' },
  module: {
    path: 'github.com/kserve/kserve',
    version: 'v0.20.0',
    chart: 'charts/kserve-crd',
    crds: 'config/crd/full',
  },
  images: [],
  upgradeNotes: [
    'Applied before the controller. Its file for InferenceService alone is 2 MB: it needs server-side apply.',
  ],
} as const satisfies Component;
