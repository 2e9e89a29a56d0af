import type { Component } from '../component.ts';

/** prom-label-proxy: lets a question to Prometheus find only figures with one label. It has no chart. */
export const promLabelProxy = {
  name: 'prom-label-proxy',
  purpose: 'Shows a team its own figures and nobody else’s.',
  version: '0.12.1',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/prometheus-community/prom-label-proxy',
  source: { kind: 'none', reason: 'It stands beside each team’s Grafana, in the same pod: the room has its objects.' },
  images: ['quay.io/prometheuscommunity/prom-label-proxy:v0.12.1'],
  upgradeNotes: [],
} as const satisfies Component;
