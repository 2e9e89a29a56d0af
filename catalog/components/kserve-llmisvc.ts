import type { Component } from '../component.ts';

/** KServe's controller of language models. */
export const kserveLlmisvc = {
  name: 'kserve-llmisvc',
  purpose: 'Runs the servers of language models, over several nodes too, each with an endpoint picker.',
  version: '0.20.0',
  licence: 'Apache-2.0',
  homepage: 'https://kserve.github.io/website/',
  source: { kind: 'oci', repository: 'oci://ghcr.io/kserve/charts/kserve-llmisvc-resources', version: 'v0.20.0' },
  module: { path: 'github.com/kserve/kserve', version: 'v0.20.0', chart: 'charts/kserve-llmisvc-resources' },
  images: ['docker.io/kserve/llmisvc-controller:v0.20.0'],
  upgradeNotes: [
    'It brings the definitions of InferencePool as well (createGIECRDs): nobody else may install them.',
    'Its controller looks for LeaderWorkerSet and InferencePool when it starts, not later.',
  ],
} as const satisfies Component;
