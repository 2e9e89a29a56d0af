import type { Component } from '../component.ts';

/** Rook: Ceph as storage of the cluster on bare metal. */
export const rook = {
  name: 'rook',
  purpose: 'Volumes and object store on disks of the cluster’s own machines (Ceph).',
  version: '1.20.7',
  licence: 'Apache-2.0',
  homepage: 'https://rook.io',
  source: {
    kind: 'none',
    reason: 'On bare metal the stack brings it with the machines’ configuration; elsewhere nobody does.',
  },
  images: ['quay.io/ceph/ceph:v19.2.3'],
  upgradeNotes: ['Ceph is raised after Rook.'],
} as const satisfies Component;
