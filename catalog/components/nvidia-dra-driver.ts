import type { Component } from '../component.ts';

/**
 * NVIDIA DRA driver: devices by claim, and compute domains over several nodes.
 *
 * Upstream states "Kubernetes 1.32 or newer" and lists no minors.
 */
export const nvidiaDraDriver = {
  name: 'nvidia-dra-driver',
  purpose: 'Allocates NVIDIA devices by resource claims and joins NVLink domains over several nodes.',
  version: '0.5.0',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu',
  source: {
    kind: 'oci',
    repository: 'oci://registry.k8s.io/dra-driver-nvidia/charts/dra-driver-nvidia-gpu',
    version: '0.5.0',
  },
  module: {
    path: 'sigs.k8s.io/dra-driver-nvidia-gpu',
    version: 'v0.5.0',
    chart: 'deployments/helm/dra-driver-nvidia-gpu',
    crds: 'deployments/helm/dra-driver-nvidia-gpu/crds',
  },
  images: ['registry.k8s.io/dra-driver-nvidia/dra-driver-nvidia-gpu:v0.5.0'],
  upgradeNotes: ['Moves with the GPU operator: 26.7 goes with 0.5.0.'],
} as const satisfies Component;
