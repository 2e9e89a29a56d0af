import type { Component } from '../component.ts';

/** KEDA: replicas that follow a measured need, down to none. */
export const keda = {
  name: 'keda',
  purpose: 'Adds and removes servers by queue length, cache use and requests.',
  version: '2.21.0',
  licence: 'Apache-2.0',
  homepage: 'https://keda.sh',
  source: { kind: 'helm', repository: 'https://kedacore.github.io/charts', chart: 'keda', version: '2.21.0' },
  module: { path: 'github.com/kedacore/keda/v2', version: 'v2.21.0', crds: 'config/crd/bases' },
  images: [
    'ghcr.io/kedacore/keda:2.21.0',
    'ghcr.io/kedacore/keda-metrics-apiserver:2.21.0',
    'ghcr.io/kedacore/keda-admission-webhooks:2.21.0',
  ],
  floor: {
    version: '2.18.3',
    because: 'CVE-2025-68476: before 2.17.3 and 2.18.3 a TriggerAuthentication could read files of the operator.',
  },
  upgradeNotes: [
    'Its metrics server is the cluster’s only one for external metrics: another adapter must go first.',
    '2.20 lists Kubernetes 1.33 to 1.35; what 2.21 lists was not established.',
  ],
} as const satisfies Component;
