import type { Component } from '../component.ts';

/** Alertmanager. */
export const alertmanager = {
  name: 'alertmanager',
  purpose: 'Tells people of alerts: once, to those who are meant, and not while it is silenced.',
  version: '0.34.2',
  tested: '0.34.2',
  licence: 'Apache-2.0',
  homepage: 'https://prometheus.io/docs/alerting/latest/alertmanager/',
  source: { kind: 'none', reason: 'The Prometheus Operator runs it.' },
  images: ['quay.io/prometheus/alertmanager:v0.34.2'],
  upgradeNotes: [],
} as const satisfies Component;
