import type { Component } from '../component.ts';

/** Open MPI, as the image of jobs that bring none of their own. */
export const mpiRuntime = {
  name: 'mpi-runtime',
  purpose: 'Default image of MPI jobs: Open MPI and an SSH server that runs without root.',
  version: '0.8.2',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/kubeflow/mpi-operator',
  source: { kind: 'none', reason: 'It is the image of training pods; nothing is installed for it.' },
  images: ['docker.io/mpioperator/openmpi:v0.8.2'],
  upgradeNotes: [
    'The version is that of the MPI operator, which builds the image; the operator itself is not installed.',
  ],
} as const satisfies Component;
