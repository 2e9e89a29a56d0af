import type { Component } from '../component.ts';

/** PyTorch, as the image of jobs that bring none of their own. */
export const torchRuntime = {
  name: 'torch-runtime',
  purpose: 'Default image of PyTorch training jobs.',
  version: '2.13.0',
  licence: 'BSD-3-Clause',
  homepage: 'https://pytorch.org',
  source: { kind: 'none', reason: 'It is the image of training pods; nothing is installed for it.' },
  images: ['docker.io/pytorch/pytorch:2.13.0-cuda13.0-cudnn9-runtime'],
  upgradeNotes: ['Trainer 2.3 runs this image in its own PyTorch runtime.'],
} as const satisfies Component;
