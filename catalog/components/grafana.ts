import type { Component } from '../component.ts';

/** Grafana: pictures. The program is AGPL-3.0 and runs as it is released; its chart is Apache-2.0. */
export const grafana = {
  name: 'grafana',
  purpose: 'Shows the figures, logs and traces of the platform.',
  version: '13.2.0',
  licence: 'AGPL-3.0-only',
  homepage: 'https://grafana.com/oss/grafana/',
  source: {
    kind: 'helm',
    repository: 'https://grafana-community.github.io/helm-charts',
    chart: 'grafana',
    version: '12.11.1',
  },
  images: ['docker.io/grafana/grafana:13.2.0', 'quay.io/kiwigrid/k8s-sidecar:2.10.1'],
  upgradeNotes: ['The chart moved to the community’s repository; the old one is no longer kept.'],
} as const satisfies Component;
