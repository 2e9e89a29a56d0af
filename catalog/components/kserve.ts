import type { Component } from '../component.ts';

/** KServe: model servers as custom resources. Its documents ask for Kubernetes 1.32 or newer and name no newest. */
export const kserve = {
  name: 'kserve',
  purpose: 'Runs the servers of classic models.',
  version: '0.20.0',
  licence: 'Apache-2.0',
  homepage: 'https://kserve.github.io/website/',
  source: { kind: 'oci', repository: 'oci://ghcr.io/kserve/charts/kserve-resources', version: 'v0.20.0' },
  module: { path: 'github.com/kserve/kserve', version: 'v0.20.0', chart: 'charts/kserve-resources' },
  /** The last two run in the pods of servers. */
  images: [
    'docker.io/kserve/kserve-controller:v0.20.0',
    'quay.io/brancz/kube-rbac-proxy:v0.18.0',
    'docker.io/kserve/storage-initializer:v0.20.0',
    'docker.io/kserve/agent:v0.20.0',
  ],
  upgradeNotes: [
    'Tested by upstream with Gateway API 1.5.1, the inference extension 1.5.0, LeaderWorkerSet 0.8.0, llm-d’s router 0.9.0, Envoy Gateway 1.8.1 and Envoy AI Gateway 1.0.0: raise them together.',
    'The chart’s own mode is Knative; Plinth sets Standard.',
  ],
} as const satisfies Component;
