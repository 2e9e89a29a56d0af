import type { Component } from '../component.ts';

/** Flux, installed by the community chart flux2. */
export const flux = {
  name: 'flux',
  purpose: 'Applies the Git folder and keeps the cluster equal to it.',
  version: '2.8.5',
  kubernetes: ['1.33', '1.35'],
  licence: 'Apache-2.0',
  homepage: 'https://fluxcd.io',
  source: {
    kind: 'helm',
    repository: 'https://fluxcd-community.github.io/helm-charts',
    chart: 'flux2',
    version: '2.18.3',
  },
  images: [
    'ghcr.io/fluxcd/flux-cli:v2.8.5',
    'ghcr.io/fluxcd/source-controller:v1.8.2',
    'ghcr.io/fluxcd/kustomize-controller:v1.8.3',
    'ghcr.io/fluxcd/helm-controller:v1.5.3',
    'ghcr.io/fluxcd/notification-controller:v1.8.3',
    'ghcr.io/fluxcd/image-automation-controller:v1.1.1',
    'ghcr.io/fluxcd/image-reflector-controller:v1.1.1',
  ],
  upgradeNotes: ['2.8 removed API versions that had been deprecated: run `flux migrate` before it.'],
} as const satisfies Component;
