import type { Component } from '../component.ts';

/** The definitions of Envoy Gateway, apart from its controller, so that an uninstall of the controller leaves every policy. */
export const envoyGatewayCrds = {
  name: 'envoy-gateway-crds',
  purpose: 'Definitions of the policies of Envoy Gateway.',
  version: '1.9.1',
  kubernetes: ['1.33', '1.36'],
  licence: 'Apache-2.0',
  homepage: 'https://gateway.envoyproxy.io',
  source: { kind: 'oci', repository: 'oci://docker.io/envoyproxy/gateway-crds-helm', version: 'v1.9.1' },
  /** The chart in this module says v0.0.0-latest for itself; the release process writes the version. */
  module: {
    path: 'github.com/envoyproxy/gateway',
    version: 'v1.9.1',
    chart: 'charts/gateway-crds-helm',
    crds: 'charts/gateway-helm/charts/crds/crds/generated',
  },
  images: [],
  upgradeNotes: [
    'Raise it before the controller; the chart would bring Gateway API as well, which has an owner of its own.',
  ],
} as const satisfies Component;
