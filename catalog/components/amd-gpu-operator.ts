import type { Component } from '../component.ts';

/** AMD GPU operator: driver, device plugin, labels and metrics on every AMD node. */
export const amdGpuOperator = {
  name: 'amd-gpu-operator',
  purpose: 'Makes AMD accelerators usable: driver, device plugin or DRA driver, partitions, metrics.',
  version: '1.5.1',
  kubernetes: ['1.29', '1.36'],
  licence: 'Apache-2.0',
  homepage: 'https://instinct.docs.amd.com/projects/gpu-operator/en/latest/',
  source: {
    kind: 'helm',
    repository: 'https://rocm.github.io/gpu-operator',
    chart: 'gpu-operator-charts',
    version: 'v1.5.1',
  },
  /** The chart names its operands (device plugin, labeller, metrics, config manager, kernel modules) by the tag `latest`; the values have to name versions, and only those are listed in a lock. */
  images: [
    'docker.io/rocm/amd-gpu-operator:v1.5.1',
    'registry.k8s.io/nfd/node-feature-discovery:v0.18.3',
    'quay.io/argoproj/workflow-controller:v4.0.3',
    'docker.io/library/busybox:1.36',
  ],
  upgradeNotes: ['The chart needs cert-manager.', 'Device plugin and DRA driver exclude each other.'],
} as const satisfies Component;
