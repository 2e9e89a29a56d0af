import type { Component } from '../component.ts';

/** Cluster autoscaler, for targets that neither Karpenter nor the cloud serves. */
export const clusterAutoscaler = {
  name: 'cluster-autoscaler',
  purpose: 'Adds and removes nodes of existing groups, and answers provisioning requests for gangs.',
  /** One version for each Kubernetes minor. The chart runs 1.35.0 by default: the values have to set the image tag. */
  version: '1.36.1',
  kubernetes: ['1.36', '1.36'],
  licence: 'Apache-2.0',
  homepage: 'https://github.com/kubernetes/autoscaler',
  source: {
    kind: 'helm',
    repository: 'https://kubernetes.github.io/autoscaler',
    chart: 'cluster-autoscaler',
    version: '9.59.0',
  },
  images: ['registry.k8s.io/autoscaling/cluster-autoscaler:v1.36.1'],
  upgradeNotes: ['Its minor follows the minor of Kubernetes: raise both together.'],
} as const satisfies Component;
