import type { Component } from '../component.ts';

/** Argo CD: applies the Git folder. */
export const argoCd = {
  name: 'argo-cd',
  purpose: 'Applies the Git folder and keeps the cluster equal to it.',
  version: '3.4.4',
  /** As its own table of tested versions says for 3.4; 3.5 is the first that lists 1.36. */
  kubernetes: ['1.32', '1.35'],
  licence: 'Apache-2.0',
  homepage: 'https://argo-cd.readthedocs.io',
  source: { kind: 'helm', repository: 'https://argoproj.github.io/argo-helm', chart: 'argo-cd', version: '10.1.1' },
  module: { path: 'github.com/argoproj/argo-cd/v3', version: 'v3.4.4', crds: 'manifests/crds' },
  images: [
    'quay.io/argoproj/argocd:v3.4.4',
    'ghcr.io/dexidp/dex:v2.45.1',
    'ecr-public.aws.com/docker/library/redis:8.2.3-alpine',
  ],
  floor: {
    version: '3.1.2',
    because:
      'CVE-2025-55190 (CVSS 10.0): a project token reads repository credentials; fixed in 3.1.2, 3.0.13, 2.14.16 and 2.13.9.',
  },
  upgradeNotes: ['Its controllers hold the rights of the whole platform: treat it as tier zero.'],
} as const satisfies Component;
