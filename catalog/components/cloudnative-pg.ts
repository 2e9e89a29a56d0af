import type { Component } from '../component.ts';

/** CloudNativePG: PostgreSQL clusters as custom resources. Its chart counts by itself: 0.29.0 brings 1.30.0. */
export const cloudnativePg = {
  name: 'cloudnative-pg',
  purpose: 'Runs the PostgreSQL databases of the registry and of MLflow: instances, failover, certificates, backups.',
  version: '1.30.0',
  licence: 'Apache-2.0',
  homepage: 'https://cloudnative-pg.io',
  source: {
    kind: 'helm',
    repository: 'https://cloudnative-pg.github.io/charts',
    chart: 'cloudnative-pg',
    version: '0.29.0',
  },
  /** The module has the CRDs, not the chart. */
  module: { path: 'github.com/cloudnative-pg/cloudnative-pg', version: 'v1.30.0', crds: 'config/crd/bases' },
  images: [
    'ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0',
    /** What the operator itself takes; `system` images bring the programs for backups to object stores. */
    'ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie',
  ],
  upgradeNotes: [
    'With in-place updates a new operator replaces the manager inside each instance without restarting PostgreSQL.',
    'Backups to object stores by the operator itself are deprecated since 1.26 in favour of a plugin: before a version that drops them, move.',
  ],
} as const satisfies Component;
