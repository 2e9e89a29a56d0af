import type { Component } from '../component.ts';

/** NVIDIA GPU operator: driver, toolkit, device plugin, MIG manager and metrics on every NVIDIA node. */
export const nvidiaGpuOperator = {
  name: 'nvidia-gpu-operator',
  purpose: 'Makes NVIDIA accelerators usable: driver, container toolkit, device plugin or DRA driver, MIG, metrics.',
  version: '26.7.0',
  kubernetes: ['1.33', '1.36'],
  licence: 'Apache-2.0',
  homepage: 'https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/',
  source: { kind: 'helm', repository: 'https://helm.ngc.nvidia.com/nvidia', chart: 'gpu-operator', version: 'v26.7.0' },
  /** The operator appends the name of the node's operating system to the tag of the driver image. */
  images: [
    'nvcr.io/nvidia/gpu-operator:v26.7.0',
    'nvcr.io/nvidia/driver:595.91.07',
    'nvcr.io/nvidia/cloud-native/k8s-driver-manager:v0.12.0',
    'nvcr.io/nvidia/k8s/container-toolkit:v1.20.0',
    'nvcr.io/nvidia/k8s-device-plugin:v0.20.0',
    'nvcr.io/nvidia/k8s/dcgm-exporter:4.6.0-4.8.3-distroless',
    'nvcr.io/nvidia/cloud-native/k8s-mig-manager:v0.15.0',
    'registry.k8s.io/nfd/node-feature-discovery:v0.19.0',
  ],
  floor: {
    version: '26.3.2',
    because:
      'CVE-2026-24260: up to 26.3.1 it brings a container toolkit in which a race may lead to code execution and more privileges (NVIDIA bulletin 5850, June 2026).',
  },
  upgradeNotes: [
    'Upgrades are supported within a major release (YY.MM) or to the next one only.',
    '26.3 is deprecated and 25.10 is out of support since 26.7.',
    'Device-plugin mode (ClusterPolicy) and DRA mode (GPUCluster) exclude each other: never let both advertise the same devices.',
  ],
} as const satisfies Component;
