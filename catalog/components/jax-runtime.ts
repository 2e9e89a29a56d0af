import type { Component } from '../component.ts';

/** JAX, as the image of jobs that bring none of their own. */
export const jaxRuntime = {
  name: 'jax-runtime',
  purpose: 'Default image of JAX training jobs on NVIDIA accelerators.',
  version: '25.10',
  licence: 'LicenseRef-NVIDIA-Deep-Learning-Container',
  homepage: 'https://docs.jax.dev',
  source: { kind: 'none', reason: 'It is the image of training pods; nothing is installed for it.' },
  images: ['nvcr.io/nvidia/jax:25.10-py3'],
  upgradeNotes: [
    'The version is NVIDIA’s month of release, not that of JAX.',
    'Trainer 2.3 runs this image in its own JAX runtime.',
  ],
} as const satisfies Component;
