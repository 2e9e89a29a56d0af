import type { Component } from '../component.ts';

/** KubeEdge: nodes at the edge that cannot hold a cluster of their own. */
export const kubeedge = {
  name: 'kubeedge',
  purpose: 'Connects single nodes at the edge to a cluster of its own.',
  version: '1.23.1',
  kubernetes: ['1.30', '1.32'],
  licence: 'Apache-2.0',
  homepage: 'https://kubeedge.io',
  source: {
    kind: 'none',
    reason: 'Its control plane is a cluster of its own, of a minor that upstream no longer mends; you run it.',
  },
  images: [],
  upgradeNotes: [
    'Its newest minor of Kubernetes, 1.32, had its last patches on 2026-02-28: it is opt-in, and each site of it is a finding.',
    'It never joins the platform’s own cluster, whose Kubernetes it does not support.',
  ],
} as const satisfies Component;
