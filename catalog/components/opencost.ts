import type { Component } from '../component.ts';

/** OpenCost: money by namespace, at the catalogue's prices. */
export const opencost = {
  name: 'opencost',
  purpose: 'Says what each team’s pods cost, at the prices of the catalogue.',
  version: '1.120.1',
  licence: 'Apache-2.0',
  homepage: 'https://opencost.io',
  source: {
    kind: 'helm',
    repository: 'https://opencost.github.io/opencost-helm-chart',
    chart: 'opencost',
    version: '2.5.17',
  },
  images: ['ghcr.io/opencost/opencost:1.120.1'],
  upgradeNotes: [],
} as const satisfies Component;
