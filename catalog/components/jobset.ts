import type { Component } from '../component.ts';

/**
 * JobSet: several Jobs as one.
 *
 * Upstream states "one of the last three minors" and lists none.
 */
export const jobset = {
  name: 'jobset',
  purpose: 'Runs the Jobs of one training run as one unit.',
  version: '0.12.0',
  tested: '0.12.0',
  licence: 'Apache-2.0',
  homepage: 'https://jobset.sigs.k8s.io',
  source: { kind: 'oci', repository: 'oci://registry.k8s.io/jobset/charts/jobset', version: '0.12.0' },
  /** The chart in this module names a staging image; the released one names the image below. */
  module: {
    path: 'sigs.k8s.io/jobset',
    version: 'v0.12.0',
    chart: 'charts/jobset',
    crds: 'config/components/crd/bases',
  },
  images: ['registry.k8s.io/jobset/jobset:v0.12.0'],
  upgradeNotes: ['The Kubeflow Trainer chart can bring one of its own: run exactly one in a cluster.'],
} as const satisfies Component;
