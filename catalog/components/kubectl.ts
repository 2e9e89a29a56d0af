import type { Component } from '../component.ts';

/** Program that applies manifests. */
export const kubectl = {
  name: 'kubectl',
  purpose: 'Applies the manifests of Rook in a new cluster on bare metal with Cluster API.',
  version: '1.36.3',
  licence: 'Apache-2.0',
  homepage: 'https://kubernetes.io',
  source: { kind: 'none', reason: 'Runs once, in the job that installs Cilium.' },
  images: ['registry.k8s.io/kubectl:v1.36.3'],
  upgradeNotes: [],
} as const satisfies Component;
