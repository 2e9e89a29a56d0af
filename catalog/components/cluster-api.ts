import type { Component } from '../component.ts';

/** Cluster API: makes clusters from another cluster. */
export const clusterApi = {
  name: 'cluster-api',
  purpose: 'Makes the cluster on bare metal from a management cluster, and its machines come and go.',
  /** The line whose definitions the stack’s objects were checked against (v1beta2). */
  version: '1.13.6',
  kubernetes: ['1.30', '1.36'],
  licence: 'Apache-2.0',
  homepage: 'https://cluster-api.sigs.k8s.io',
  source: {
    kind: 'none',
    reason: 'It runs in the management cluster, with its kubeadm providers, and is there before.',
  },
  images: [],
  upgradeNotes: ['The stack writes v1beta2, which is there from 1.11.'],
} as const satisfies Component;
