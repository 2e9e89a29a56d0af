import type { Component } from 'plinth/catalog';

/** An entry as in Plinth's catalogue, for a chart of Acme's own registry. */
export const licenceServer = {
  name: 'licence-server',
  purpose: 'Hands out seats of the crash simulator.',
  version: '4.2.0',
  licence: 'LicenseRef-Acme',
  homepage: 'https://intranet.example.org/licence-server',
  source: { kind: 'oci', repository: 'oci://registry.example.org/charts/licence-server', version: '4.2.0' },
  images: ['registry.example.org/licence-server:4.2.0'],
  upgradeNotes: [],
} as const satisfies Component;

/** Values of its chart that Acme sets; only keys that the chart has. */
export interface LicenceServerValues {
  /** Copies of the server. */
  readonly replicaCount: number;
  /** How it is reached inside the cluster. */
  readonly service: { readonly port: number };
  /** Secret with the vendor's licence file; the stack writes it. */
  readonly licenceSecret: string;
}
