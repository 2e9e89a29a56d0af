import type { Component } from '../component.ts';

/** Prometheus; the module counts by itself, v0.315.0 is 3.15.0. */
export const prometheus = {
  name: 'prometheus',
  purpose: 'Keeps the figures of the platform and computes its rules.',
  version: '3.15.0',
  tested: '3.15.0',
  licence: 'Apache-2.0',
  homepage: 'https://prometheus.io',
  source: { kind: 'none', reason: 'The Prometheus Operator runs it.' },
  images: ['quay.io/prometheus/prometheus:v3.15.0'],
  upgradeNotes: [],
} as const satisfies Component;
