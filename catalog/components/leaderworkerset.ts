import type { Component } from '../component.ts';

/** LeaderWorkerSet: groups of pods that serve one model together. Upstream lists no Kubernetes minors. */
export const leaderworkerset = {
  name: 'leaderworkerset',
  purpose: 'Runs the pods of one model server that spans several nodes.',
  version: '0.9.0',
  tested: '0.9.0',
  licence: 'Apache-2.0',
  homepage: 'https://lws.sigs.k8s.io',
  source: { kind: 'oci', repository: 'oci://registry.k8s.io/lws/charts/lws', version: '0.9.0' },
  /** The chart in this module says 0.1.0 and image tag `main`; the released one says 0.9.0. */
  module: { path: 'sigs.k8s.io/lws', version: 'v0.9.0', chart: 'charts/lws', crds: 'config/crd/bases' },
  images: ['registry.k8s.io/lws/lws:v0.9.0'],
  upgradeNotes: ['Helm does not install definitions that are new in a version: apply them before the upgrade.'],
} as const satisfies Component;
