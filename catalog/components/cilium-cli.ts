import type { Component } from '../component.ts';

/** Program that installs Cilium. */
export const ciliumCli = {
  name: 'cilium-cli',
  purpose: 'Installs Cilium in a new cluster on bare metal.',
  version: '0.18.7',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/cilium/cilium-cli',
  source: {
    kind: 'none',
    reason: 'On bare metal the stack brings it with the machines’ configuration; elsewhere nobody does.',
  },
  images: ['quay.io/cilium/cilium-cli:v0.18.7'],
  upgradeNotes: [],
} as const satisfies Component;
