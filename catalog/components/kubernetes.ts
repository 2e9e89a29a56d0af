import type { Component } from '../component.ts';

/** Kubernetes itself: the cloud or the machine image brings it, the minor stands in the spec. */
export const kubernetes = {
  name: 'kubernetes',
  purpose: 'Control plane, scheduler and nodes that everything else stands on.',
  /** What the rehearsal runs; on a managed control plane the cloud chooses the patch of the minor. */
  version: '1.36.3',
  tested: '1.36.3',
  /** What a spec may ask for; `kubernetesMinors` says what each lacks. */
  kubernetes: ['1.34', '1.37'],
  licence: 'Apache-2.0',
  homepage: 'https://kubernetes.io',
  source: {
    kind: 'none',
    reason: 'The target brings it: a managed control plane, Talos, or the cluster that exists already.',
  },
  module: { path: 'k8s.io/kubernetes', version: 'v1.36.3' },
  images: [],
  upgradeNotes: ['One minor at a time, the control plane before the nodes.'],
} as const satisfies Component;
