import type { Component } from '../component.ts';

/** Plugin by which Pulumi speaks with Talos machines. */
export const pulumiTalos = {
  name: 'pulumi-talos',
  purpose: 'Gives machines on bare metal their configuration, from Pulumi.',
  version: '0.8.1',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/pulumiverse/pulumi-talos',
  source: { kind: 'none', reason: 'Pulumi loads it as a plugin; nothing of it runs in the cluster.' },
  images: [],
  upgradeNotes: ['From 0.9 it may upgrade machines itself; this one does not.'],
} as const satisfies Component;
