import type { Component } from '../component.ts';

/** Talos Linux: an operating system that has an API and no shell. */
export const talos = {
  name: 'talos',
  purpose: 'Operating system of the machines on bare metal, managed through an API.',
  /** The line that the provider in use (pulumi-talos 0.8.1) writes configurations for. */
  version: '1.13.0',
  kubernetes: ['1.31', '1.36'],
  licence: 'MPL-2.0',
  homepage: 'https://www.talos.dev',
  source: {
    kind: 'none',
    reason: 'On bare metal the stack brings it with the machines’ configuration; elsewhere nobody does.',
  },
  images: [],
  upgradeNotes: [
    'The stack does not upgrade machines: talosctl upgrade, one machine after another.',
    'From 1.15 the NVIDIA extension has no container toolkit.',
  ],
} as const satisfies Component;
