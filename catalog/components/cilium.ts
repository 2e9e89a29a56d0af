import type { Component } from '../component.ts';

/** Cilium: the network of pods on bare metal. */
export const cilium = {
  name: 'cilium',
  purpose: 'Network of the pods, their rules, and addresses of load balancers on bare metal.',
  version: '1.20.2',
  licence: 'Apache-2.0',
  homepage: 'https://cilium.io',
  source: {
    kind: 'none',
    reason: 'On bare metal the stack brings it with the machines’ configuration; elsewhere nobody does.',
  },
  images: [],
  upgradeNotes: [],
} as const satisfies Component;
