import type { Component } from '../component.ts';

/** Argo Rollouts: brings a service's new revision in steps, and asks the judge between them. */
export const argoRollouts = {
  name: 'argo-rollouts',
  purpose: 'Brings new revisions of services in steps, and takes them back when the judge says so.',
  version: '1.9.1',
  tested: '1.10.2',
  licence: 'Apache-2.0',
  homepage: 'https://argoproj.github.io/rollouts/',
  source: {
    kind: 'helm',
    repository: 'https://argoproj.github.io/argo-helm',
    chart: 'argo-rollouts',
    version: '2.41.1',
  },
  module: { path: 'github.com/argoproj/argo-rollouts', version: 'v1.9.1', crds: 'manifests/crds' },
  images: ['quay.io/argoproj/argo-rollouts:v1.9.1'],
  upgradeNotes: ['The newest chart known brings 1.9.1; the rehearsal runs 1.10.2.'],
} as const satisfies Component;
