import type { Component } from '../component.ts';

/** Device plugin for the Elastic Fabric Adapter of AWS. */
export const awsEfaDevicePlugin = {
  name: 'aws-efa-device-plugin',
  purpose: 'Advertises EFA interfaces as vpc.amazonaws.com/efa.',
  version: '0.5.20',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/aws/eks-charts',
  source: {
    kind: 'helm',
    repository: 'https://aws.github.io/eks-charts',
    chart: 'aws-efa-k8s-device-plugin',
    version: 'v0.5.30',
  },
  /** Each region and partition of AWS has a registry of its own; this one is the chart's default. */
  images: ['602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/aws-efa-k8s-device-plugin:v0.5.20'],
  upgradeNotes: ['The chart lists the instance types that it runs on: a new family needs a newer chart.'],
} as const satisfies Component;
