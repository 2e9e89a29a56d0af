import type { Component } from '../component.ts';

/** Karpenter for AWS, without its custom resource definitions. */
export const karpenter = {
  name: 'karpenter',
  purpose: 'Adds and removes AWS nodes as pods need them.',
  version: '1.14.1',
  kubernetes: ['1.29', '1.36'],
  licence: 'Apache-2.0',
  homepage: 'https://karpenter.sh',
  source: { kind: 'oci', repository: 'oci://public.ecr.aws/karpenter/karpenter', version: '1.14.1' },
  /** The chart in this module still says 1.13.0, with image tag and digest of 1.13.0: a lock made from it must set both. */
  module: {
    path: 'github.com/aws/karpenter-provider-aws',
    version: 'v1.14.1',
    chart: 'charts/karpenter',
    crds: 'pkg/apis/crds',
  },
  images: ['public.ecr.aws/karpenter/controller:1.14.1'],
  upgradeNotes: ['Raise karpenter-crd first: helm never upgrades definitions that a chart brings in its crds folder.'],
} as const satisfies Component;
