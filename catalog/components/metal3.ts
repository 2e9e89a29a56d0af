import type { Component } from '../component.ts';

/** Metal3: machines for Cluster API. */
export const metal3 = {
  name: 'metal3',
  purpose: 'Switches machines on and off for Cluster API, and writes the operating system to their disks.',
  /** The line whose definitions the stack’s objects were checked against (v1beta2). */
  version: '1.13.2',
  licence: 'Apache-2.0',
  homepage: 'https://metal3.io',
  source: { kind: 'none', reason: 'It runs in the management cluster, with Ironic, and is there before.' },
  images: [],
  upgradeNotes: ['The stack writes v1beta2 of infrastructure.cluster.x-k8s.io, which 1.13 has.'],
} as const satisfies Component;
