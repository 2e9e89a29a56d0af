import type { Component } from '../component.ts';

/** Katib: search over hyperparameters. No chart is released, and upstream lists no Kubernetes minors. */
export const katib = {
  name: 'katib',
  purpose: 'Searches hyperparameters by running trials.',
  version: '0.19.0',
  licence: 'Apache-2.0',
  homepage: 'https://www.kubeflow.org/docs/components/katib/',
  source: {
    kind: 'git',
    repository: 'https://github.com/kubeflow/katib',
    path: 'manifests/v1beta1/installs/katib-standalone',
    revision: 'v0.19.0',
  },
  /** Trials pull the image of the algorithm they use as well, `ghcr.io/kubeflow/katib/suggestion-…:v0.19.0`. */
  images: [
    'ghcr.io/kubeflow/katib/katib-controller:v0.19.0',
    'ghcr.io/kubeflow/katib/katib-db-manager:v0.19.0',
    'ghcr.io/kubeflow/katib/katib-ui:v0.19.0',
    'docker.io/library/mysql:8.0.29',
  ],
  upgradeNotes: [
    'The folder brings a namespace, a MySQL with a literal password and an unauthenticated UI: patch all three.',
  ],
} as const satisfies Component;
