import type { Component } from '../component.ts';

/** Kata Containers, installed on nodes by its chart. */
export const kataDeploy = {
  name: 'kata-deploy',
  purpose: 'Runs pods in light virtual machines, for code that is not trusted.',
  version: '4.1.0',
  licence: 'Apache-2.0',
  homepage: 'https://katacontainers.io',
  source: { kind: 'oci', repository: 'oci://ghcr.io/kata-containers/kata-deploy-charts/kata-deploy', version: '4.1.0' },
  images: ['quay.io/kata-containers/kata-deploy:4.1.0'],
  upgradeNotes: ['The chart names its kubectl image by the tag `latest`: the values have to name a version.'],
} as const satisfies Component;
