import type { Component } from '../component.ts';

/** MLflow, experiments and registered models; there is no official chart. */
export const mlflow = {
  name: 'mlflow',
  purpose: 'Records experiments and keeps the registry of models.',
  version: '3.18.0',
  /** PyPI had 3.18.0 without the part of the same version that it needs, in November 2026. */
  tested: '3.17.2',
  licence: 'Apache-2.0',
  homepage: 'https://mlflow.org',
  source: { kind: 'none', reason: 'No official chart exists: the platform writes a Deployment of its own.' },
  /** `full` has the drivers of PostgreSQL and of the clouds' object stores; the plain image has neither. */
  images: ['ghcr.io/mlflow/mlflow:v3.18.0-full'],
  floor: {
    version: '3.17.0',
    because:
      'CVE-2026-116690: 3.10.0 to 3.16.1 let anyone read files of the server; CVE-2026-115886 (to 3.16.1) lets anyone make it send requests, CVE-2026-0545 (to 3.10.1) lets anyone submit jobs.',
  },
  upgradeNotes: [
    'It has no authentication by default: reachable through an authenticating hop only.',
    'In which version CVE-2026-116692 (code execution without signing in) was fixed was not established: keep it current.',
  ],
} as const satisfies Component;
