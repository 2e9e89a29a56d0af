import type { Component } from '../component.ts';

/** Karpenter for Azure, which AKS runs as node auto-provisioning. */
export const karpenterAzure = {
  name: 'karpenter-azure',
  purpose: 'Adds and removes Azure nodes as pods need them.',
  /** The version whose custom resources were read. */
  version: '1.14.2',
  licence: 'Apache-2.0',
  homepage: 'https://github.com/Azure/karpenter-provider-azure',
  source: {
    kind: 'none',
    reason:
      'AKS runs it as node auto-provisioning and chooses its version; the platform writes its custom resources only.',
  },
  images: [],
  upgradeNotes: ['Turning off the default node pools of AKS deletes them and drains their nodes.'],
} as const satisfies Component;
