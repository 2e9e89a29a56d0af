import type { Component } from '../component.ts';

/** Prometheus Operator, with what its chart brings: kube-state-metrics and node-exporter. Upstream lists no Kubernetes minors. */
export const prometheusOperator = {
  name: 'prometheus-operator',
  purpose: 'Runs Prometheus and Alertmanager, and tells them whom to ask and what to watch.',
  version: '0.93.1',
  tested: '0.93.0',
  licence: 'Apache-2.0',
  homepage: 'https://prometheus-operator.dev',
  source: {
    kind: 'helm',
    repository: 'https://prometheus-community.github.io/helm-charts',
    chart: 'kube-prometheus-stack',
    version: '88.5.3',
  },
  module: {
    path: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.93.0',
    crds: 'example/prometheus-operator-crd',
  },
  images: [
    'quay.io/prometheus-operator/prometheus-operator:v0.93.1',
    'quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1',
    'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0',
    'quay.io/prometheus/node-exporter:v1.12.1',
  ],
  upgradeNotes: ['Raise the definitions before the operator: Helm leaves them as they are.'],
} as const satisfies Component;
