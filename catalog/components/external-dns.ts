import type { Component } from '../component.ts';

/**
 * external-dns: writes the records of the gateway's hosts. Upstream lists no Kubernetes minors.
 *
 * A chart is released after the program that it installs, so the module of this version carries an older one.
 */
export const externalDns = {
  name: 'external-dns',
  purpose: 'Writes DNS records for the hosts of the gateway.',
  version: '0.22.0',
  licence: 'Apache-2.0',
  homepage: 'https://kubernetes-sigs.github.io/external-dns/',
  source: {
    kind: 'helm',
    repository: 'https://kubernetes-sigs.github.io/external-dns/',
    chart: 'external-dns',
    version: '1.22.0',
  },
  images: ['registry.k8s.io/external-dns/external-dns:v0.22.0'],
  upgradeNotes: ['Records are owned by TXT entries that name the cluster: never change the owner of a living zone.'],
} as const satisfies Component;
