import type { Component } from '../component.ts';

/** Envoy AI Gateway: routes by model, and counts tokens. */
export const envoyAiGateway = {
  name: 'envoy-ai-gateway',
  purpose: 'Routes requests to language models and counts their tokens.',
  version: '1.0.0',
  licence: 'Apache-2.0',
  homepage: 'https://aigateway.envoyproxy.io',
  source: { kind: 'oci', repository: 'oci://docker.io/envoyproxy/ai-gateway-helm', version: 'v1.0.0' },
  module: { path: 'github.com/envoyproxy/ai-gateway', version: 'v1.0.0', chart: 'manifests/charts/ai-gateway-helm' },
  /** The second runs beside each of the gateway's proxies. */
  images: ['docker.io/envoyproxy/ai-gateway-controller:v1.0.0', 'docker.io/envoyproxy/ai-gateway-extproc:v1.0.0'],
  upgradeNotes: [
    'One InferencePool for each rule of a route: weights between two pools are proposed (pull request 2657), not there.',
    'Needs Envoy Gateway 1.8.1 or newer with its extension manager turned on.',
  ],
} as const satisfies Component;
