import type { Component } from '../component.ts';

/**
 * KubeRay: Ray clusters, jobs and services.
 *
 * Upstream lists no Kubernetes minors; its own tests run on 1.35.0 and 1.36.1.
 */
export const kuberay = {
  name: 'kuberay',
  purpose: 'Runs Ray clusters, Ray jobs and Ray services.',
  version: '1.7.0',
  tested: '1.6.2',
  licence: 'Apache-2.0',
  homepage: 'https://docs.ray.io/en/latest/cluster/kubernetes/',
  source: {
    kind: 'helm',
    repository: 'https://ray-project.github.io/kuberay-helm/',
    chart: 'kuberay-operator',
    version: '1.7.0',
  },
  /** 1.7.0 cannot be had from the module proxy: types and rehearsal are of 1.6.2. */
  module: { path: 'github.com/ray-project/kuberay/ray-operator', version: 'v1.6.2', crds: 'config/crd/bases' },
  images: ['quay.io/kuberay/operator:v1.7.0'],
  upgradeNotes: [
    'Kueue 0.19 was built against KubeRay 1.6.2.',
    'The custom resource definitions grew in 1.7: apply them before the operator.',
  ],
} as const satisfies Component;
