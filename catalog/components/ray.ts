import type { Component } from '../component.ts';

/** Ray, known here for its security floor. */
export const ray = {
  name: 'ray',
  purpose: 'Runs distributed Python in Ray clusters.',
  version: '2.60.0',
  licence: 'Apache-2.0',
  homepage: 'https://docs.ray.io',
  source: { kind: 'none', reason: 'It comes inside the images of Ray clusters.' },
  images: [],
  floor: {
    version: '2.52.0',
    because:
      'CVE-2025-62593 and CVE-2023-48022 (ShadowRay): anyone who reaches the dashboard runs code; 2.52.0 is the first that can ask for a token.',
  },
  upgradeNotes: [
    'Token authentication is off by default: set it in every cluster, and let nobody but an authenticating hop reach the dashboard.',
  ],
} as const satisfies Component;
