import type { Component } from '../component.ts';

/** Custom resource definitions of Karpenter for AWS, as a release of their own. */
export const karpenterCrd = {
  name: 'karpenter-crd',
  purpose: 'Custom resource definitions of Karpenter, so that they can be upgraded.',
  version: '1.14.1',
  kubernetes: ['1.29', '1.36'],
  licence: 'Apache-2.0',
  homepage: 'https://karpenter.sh',
  source: { kind: 'oci', repository: 'oci://public.ecr.aws/karpenter/karpenter-crd', version: '1.14.1' },
  /** The chart in this module still says 1.13.0; its definitions are those of 1.14.1. */
  module: {
    path: 'github.com/aws/karpenter-provider-aws',
    version: 'v1.14.1',
    chart: 'charts/karpenter-crd',
    crds: 'pkg/apis/crds',
  },
  images: [],
  upgradeNotes: ['Always the same version as karpenter, and before it.'],
} as const satisfies Component;
