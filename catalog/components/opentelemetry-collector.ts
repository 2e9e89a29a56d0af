import type { Component } from '../component.ts';

/** OpenTelemetry Collector: reads logs of nodes and takes traces. Many with settings of their own run, so no chart is used. */
export const opentelemetryCollector = {
  name: 'opentelemetry-collector',
  purpose: 'Reads the logs of each node, and takes traces of each team at a door of its own.',
  version: '0.158.0',
  licence: 'Apache-2.0',
  homepage: 'https://opentelemetry.io/docs/collector/',
  source: { kind: 'none', reason: 'One for each team and one on each node: the room has their objects.' },
  images: ['ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s:0.158.0'],
  upgradeNotes: [],
} as const satisfies Component;
