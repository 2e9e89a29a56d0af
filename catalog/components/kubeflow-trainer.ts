import type { Component } from '../component.ts';

/** Kubeflow Trainer: training jobs for torch, JAX, MPI and others. */
export const kubeflowTrainer = {
  name: 'kubeflow-trainer',
  purpose: 'Turns one TrainJob into the pods of a distributed training run.',
  version: '2.3.0',
  tested: '2.3.0',
  kubernetes: ['1.32', '1.35'],
  licence: 'Apache-2.0',
  homepage: 'https://www.kubeflow.org/docs/components/trainer/',
  source: { kind: 'oci', repository: 'oci://ghcr.io/kubeflow/charts/kubeflow-trainer', version: '2.3.0' },
  module: {
    path: 'github.com/kubeflow/trainer/v2',
    version: 'v2.3.0',
    chart: 'charts/kubeflow-trainer',
    crds: 'manifests/base/crds',
  },
  images: ['ghcr.io/kubeflow/trainer/trainer-controller-manager:v2.3.0'],
  upgradeNotes: [
    'v1alpha1 changes in every minor; from 2.0-2.2 the way leads through 2.3.',
    '2.4 limits the name of a TrainJob to 20 characters.',
    'Set jobset.install to false where JobSet is a release of its own.',
  ],
} as const satisfies Component;
