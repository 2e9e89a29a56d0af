import type { Component } from '../component.ts';

/**
 * Spegel: hands images from node to node.
 *
 * Upstream supports the newest minor of Kubernetes and the two before it; 1.36 was the newest when this version came.
 */
export const spegel = {
  name: 'spegel',
  purpose: 'Lets nodes pull images from nodes that have them already.',
  version: '0.7.4',
  kubernetes: ['1.34', '1.36'],
  licence: 'MIT',
  homepage: 'https://spegel.dev',
  source: {
    kind: 'none',
    reason:
      'Its chart opens a port on every address of every node, which no value closes, and takes a hook to be removed: the images room has its objects.',
  },
  images: ['ghcr.io/spegel-org/spegel:v0.7.4'],
  upgradeNotes: [
    'Before 1.0 a minor version may break: compare flags and figures with `constructs/images/peer-pod.ts` and the metrics list.',
    'containerd 1.7 or newer: 1.6 does not tell of new content, and nothing of it is handed on (tried by hand, 2026-11-22).',
  ],
} as const satisfies Component;
