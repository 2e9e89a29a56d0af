import type { Component } from '../component.ts';

/**
 * AWS Neuron: device plugin for Inferentia and Trainium.
 *
 * The charts are Apache-2.0; the licence of the software in the images was not established.
 */
export const awsNeuron = {
  name: 'aws-neuron',
  purpose: 'Advertises Inferentia and Trainium devices, and reports their faults.',
  version: '1.10.0',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/aws-neuron/neuron-helm-charts',
  source: { kind: 'oci', repository: 'oci://public.ecr.aws/neuron/neuron-helm-chart', version: '1.10.0' },
  images: [
    'public.ecr.aws/neuron/neuron-device-plugin:2.32.0.0',
    'registry.k8s.io/node-problem-detector/node-problem-detector:v1.36.0',
  ],
  upgradeNotes: [
    'Device plugin and Neuron DRA driver cannot share a node; the DRA driver works neither with Karpenter nor with Bottlerocket.',
  ],
} as const satisfies Component;
