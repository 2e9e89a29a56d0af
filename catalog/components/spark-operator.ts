import type { Component } from '../component.ts';

/** Spark operator: Spark applications as custom resources. Upstream lists no Kubernetes minors. */
export const sparkOperator = {
  name: 'spark-operator',
  purpose: 'Runs Spark applications.',
  version: '2.5.1',
  tested: '2.5.1',
  licence: 'Apache-2.0',
  homepage: 'https://www.kubeflow.org/docs/components/spark-operator/',
  source: {
    kind: 'helm',
    repository: 'https://kubeflow.github.io/spark-operator',
    chart: 'spark-operator',
    version: '2.5.1',
  },
  module: {
    path: 'github.com/kubeflow/spark-operator/v2',
    version: 'v2.5.1',
    chart: 'charts/spark-operator-chart',
    crds: 'config/crd/bases',
  },
  images: ['ghcr.io/kubeflow/spark-operator/controller:2.5.1'],
  upgradeNotes: ['Helm does not upgrade definitions: turn on hook.upgradeCrd or apply them before the upgrade.'],
} as const satisfies Component;
