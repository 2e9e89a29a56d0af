import type { Component } from '../component.ts';

/** gVisor: a kernel in user space for pods that are not trusted. */
export const gvisor = {
  name: 'gvisor',
  purpose: 'Runs pods on a user-space kernel, for code that is not trusted.',
  /** Releases are named by their day; GKE Sandbox chooses its own. */
  version: '20260928.0',
  licence: 'Apache-2.0',
  homepage: 'https://gvisor.dev',
  source: {
    kind: 'none',
    reason: 'The host image or GKE Sandbox brings it; the platform only names its RuntimeClass.',
  },
  images: [],
  upgradeNotes: [],
} as const satisfies Component;
