import type { Component } from '../component.ts';

/** Kueue: job queueing with quotas, cohorts, preemption and topology. */
export const kueue = {
  name: 'kueue',
  purpose: 'Holds jobs back until their team has quota and their gang has room.',
  version: '0.19.2',
  tested: '0.19.2',
  kubernetes: ['1.34', '1.36'],
  licence: 'Apache-2.0',
  homepage: 'https://kueue.sigs.k8s.io',
  source: { kind: 'oci', repository: 'oci://registry.k8s.io/kueue/charts/kueue', version: '0.19.2' },
  /** The chart in this module names a staging image; the released one names the image below. */
  module: { path: 'sigs.k8s.io/kueue', version: 'v0.19.2', chart: 'charts/kueue', crds: 'config/components/crd/bases' },
  images: ['registry.k8s.io/kueue/kueue:v0.19.2'],
  upgradeNotes: [
    'A patch comes every two weeks, for two minors.',
    'v1beta2 is the stored version; v1beta1 is still served.',
  ],
} as const satisfies Component;
