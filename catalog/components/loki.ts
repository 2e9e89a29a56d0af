import type { Component } from '../component.ts';

/** Loki: logs, each team's apart. The program is AGPL-3.0 and runs as it is released; its chart is Apache-2.0. */
export const loki = {
  name: 'loki',
  purpose: 'Keeps the logs of pods, each team’s apart.',
  version: '3.7.6',
  licence: 'AGPL-3.0-only',
  homepage: 'https://grafana.com/oss/loki/',
  source: {
    kind: 'helm',
    repository: 'https://grafana-community.github.io/helm-charts',
    chart: 'loki',
    version: '18.11.0',
  },
  images: ['docker.io/grafana/loki:3.7.6'],
  upgradeNotes: [
    'The chart moved to the community’s repository on 2026-03-16; the old one is for the paid product only.',
  ],
} as const satisfies Component;
