import type { Component } from '../component.ts';

/** Tempo: traces, each team's apart. The program is AGPL-3.0 and runs as it is released; its chart is Apache-2.0. */
export const tempo = {
  name: 'tempo',
  purpose: 'Keeps traces, each team’s apart.',
  version: '2.10.8',
  licence: 'AGPL-3.0-only',
  homepage: 'https://grafana.com/oss/tempo/',
  source: {
    kind: 'helm',
    repository: 'https://grafana-community.github.io/helm-charts',
    chart: 'tempo',
    version: '2.2.4',
  },
  images: ['docker.io/grafana/tempo:2.10.8'],
  upgradeNotes: [],
} as const satisfies Component;
