import type { Component } from '../component.ts';

/** Envoy Gateway: runs Envoy proxies for Gateways. */
export const envoyGateway = {
  name: 'envoy-gateway',
  purpose: 'Runs the proxies behind the one way in, and makes them ask who is calling.',
  version: '1.9.1',
  kubernetes: ['1.33', '1.36'],
  licence: 'Apache-2.0',
  homepage: 'https://gateway.envoyproxy.io',
  source: { kind: 'oci', repository: 'oci://docker.io/envoyproxy/gateway-helm', version: 'v1.9.1' },
  /** The chart in this module is a template: the release process writes its values. */
  module: { path: 'github.com/envoyproxy/gateway', version: 'v1.9.1' },
  images: [
    'docker.io/envoyproxy/gateway:v1.9.1',
    'docker.io/envoyproxy/envoy:distroless-v1.39.1',
    'docker.io/envoyproxy/ratelimit:8fe6ea42',
  ],
  upgradeNotes: [
    'A minor ends about six months after it began: 1.9 on 2027-02-14.',
    'Its API is v1alpha1: read the release notes for fields that changed their meaning.',
  ],
} as const satisfies Component;
