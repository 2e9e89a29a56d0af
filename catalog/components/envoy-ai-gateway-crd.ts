import type { Component } from '../component.ts';

/** Definitions of Envoy AI Gateway's kinds. */
export const envoyAiGatewayCrd = {
  name: 'envoy-ai-gateway-crd',
  purpose: 'Defines the kinds of Envoy AI Gateway.',
  version: '1.0.0',
  licence: 'Apache-2.0',
  homepage: 'https://aigateway.envoyproxy.io',
  source: { kind: 'oci', repository: 'oci://docker.io/envoyproxy/ai-gateway-crds-helm', version: 'v1.0.0' },
  /** The chart in this module says v0.0.0-latest; the release process writes the version. */
  module: {
    path: 'github.com/envoyproxy/ai-gateway',
    version: 'v1.0.0',
    chart: 'manifests/charts/ai-gateway-crds-helm',
    crds: 'manifests/charts/ai-gateway-crds-helm/templates',
  },
  images: [],
  upgradeNotes: ['Applied before the controller.'],
} as const satisfies Component;
