import type { Component } from '../component.ts';

/** External Secrets: brings secrets from a store outside into the cluster. Upstream lists no Kubernetes minors. */
export const externalSecrets = {
  name: 'external-secrets',
  purpose: 'Brings passwords and keys from a store outside, so that none is in Git.',
  version: '2.14.0',
  licence: 'Apache-2.0',
  homepage: 'https://external-secrets.io',
  source: {
    kind: 'helm',
    repository: 'https://charts.external-secrets.io',
    chart: 'external-secrets',
    version: '2.14.0',
  },
  /** The newest whose module can be had; it serves the same API. */
  module: { path: 'github.com/external-secrets/external-secrets', version: 'v1.3.2', crds: 'config/crds/bases' },
  images: ['ghcr.io/external-secrets/external-secrets:v2.14.0'],
  upgradeNotes: ['It can read every Secret of the cluster: treat it as tier zero.'],
} as const satisfies Component;
