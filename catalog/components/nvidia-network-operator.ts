import type { Component } from '../component.ts';

/**
 * NVIDIA network operator: RDMA devices and networks for pods on InfiniBand and RoCE.
 *
 * The chart asks for Kubernetes 1.32 or newer; the list of minors for 26.7 was not found.
 */
export const nvidiaNetworkOperator = {
  name: 'nvidia-network-operator',
  purpose: 'Gives pods RDMA devices and secondary networks on InfiniBand and RoCE.',
  version: '26.7.0',
  licence: 'Apache-2.0',
  homepage: 'https://docs.nvidia.com/networking/software/cloud-orchestration/',
  source: {
    kind: 'helm',
    repository: 'https://helm.ngc.nvidia.com/nvidia',
    chart: 'network-operator',
    version: '26.7.0',
  },
  /** By the pattern of release 26.4.0; of 26.7.0 only the release candidate was seen, which names staging images. */
  images: [
    'nvcr.io/nvidia/cloud-native/network-operator:v26.7.0',
    'nvcr.io/nvidia/mellanox/network-operator-init-container:network-operator-v26.7.0',
    'nvcr.io/nvidia/mellanox/node-feature-discovery:network-operator-v26.7.0',
  ],
  upgradeNotes: [
    'Upgrades are supported within a major release (YY.MM) or to the next one only.',
    'On Azure it needs the InfiniBand feature of the subscription.',
  ],
} as const satisfies Component;
