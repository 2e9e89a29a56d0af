import type { Component } from '../component.ts';

/** DeepSpeed over Open MPI, as the image of jobs that bring none of their own. */
export const deepspeedRuntime = {
  name: 'deepspeed-runtime',
  purpose: 'Default image of DeepSpeed training jobs, with Open MPI and an SSH server.',
  version: '2.3.0',
  licence: 'Apache-2.0',
  homepage: 'https://www.deepspeed.ai',
  source: { kind: 'none', reason: 'It is the image of training pods; nothing is installed for it.' },
  images: ['ghcr.io/kubeflow/trainer/deepspeed-runtime:v2.3.0'],
  upgradeNotes: ['The version is that of Kubeflow Trainer, which builds the image: raise both together.'],
} as const satisfies Component;
