import type { TargetFacts } from '../../spec/facts.ts';
import { MONITORING_NAMESPACE, NODE_AGENTS_NAMESPACE } from './monitoring-places.ts';

interface Switch {
  readonly enabled: boolean;
}

interface Amounts {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
}

/** Values of the chart kube-prometheus-stack that Plinth sets. */
export interface PrometheusOperatorValues {
  readonly fullnameOverride: string;
  readonly cleanPrometheusOperatorObjectNames: boolean;
  readonly defaultRules: { readonly create: boolean };
  readonly prometheus: Switch;
  readonly alertmanager: Switch;
  readonly grafana: Switch & { readonly forceDeployDashboards: boolean; readonly forceDeployDatasources: boolean };
  readonly kubeControllerManager: Switch;
  readonly kubeEtcd: Switch;
  readonly kubeScheduler: Switch;
  readonly kubeProxy: Switch;
  readonly prometheusOperator: {
    readonly fullnameOverride: string;
    readonly admissionWebhooks: { readonly patch: Switch; readonly certManager: Switch };
    readonly prometheusInstanceNamespaces: readonly string[];
    readonly alertmanagerInstanceNamespaces: readonly string[];
    readonly resources: Amounts;
    readonly prometheusConfigReloader: { readonly resources: Amounts };
  };
  readonly 'kube-state-metrics': {
    readonly fullnameOverride: string;
    readonly metricLabelsAllowlist: readonly string[];
    readonly collectors: readonly string[];
    readonly rbac: { readonly extraRules: readonly RbacRule[] };
    readonly customResourceState: Switch & { readonly config: object };
    readonly resources: Amounts;
  };
  readonly 'prometheus-node-exporter': {
    readonly fullnameOverride: string;
    readonly namespaceOverride: string;
    readonly resources: Amounts;
    readonly tolerations: readonly { readonly operator: 'Exists' }[];
    readonly prometheus: { readonly monitor: { readonly relabelings: readonly object[] } };
  };
}

interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What kube-state-metrics tells of: what rules and pages ask for. No Secrets and no ConfigMaps, whose names alone say much. */
const COLLECTORS = [
  ...['namespaces', 'nodes', 'pods', 'deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs', 'cronjobs'],
  ...['horizontalpodautoscalers', 'poddisruptionbudgets', 'resourcequotas', 'services', 'endpointslices'],
  ...['persistentvolumeclaims', 'persistentvolumes', 'storageclasses'],
];

/**
 * The chart's values: the operator, kube-state-metrics and node-exporter. Prometheus, Alertmanager and all rules are the
 * platform's own objects, so that what is in Git is what was tested; Grafana has a chart of its own.
 */
export function prometheusOperatorValues({ pools }: Pick<TargetFacts, 'pools'>): PrometheusOperatorValues {
  const off = { enabled: false };
  return {
    fullnameOverride: 'monitoring',
    cleanPrometheusOperatorObjectNames: true,
    defaultRules: { create: false },
    prometheus: off,
    alertmanager: off,
    grafana: { ...off, forceDeployDashboards: false, forceDeployDatasources: false },
    // Clouds keep these to themselves, and Talos lets them listen on the node alone.
    kubeControllerManager: off,
    kubeEtcd: off,
    kubeScheduler: off,
    kubeProxy: off,
    prometheusOperator: {
      fullnameOverride: 'prometheus-operator',
      admissionWebhooks: { patch: off, certManager: { enabled: true } },
      prometheusInstanceNamespaces: [MONITORING_NAMESPACE],
      alertmanagerInstanceNamespaces: [MONITORING_NAMESPACE],
      resources: amounts('100m', '256Mi'),
      prometheusConfigReloader: { resources: amounts('10m', '64Mi') },
    },
    'kube-state-metrics': kubeStateMetrics(pools),
    'prometheus-node-exporter': {
      fullnameOverride: 'node-exporter',
      namespaceOverride: NODE_AGENTS_NAMESPACE,
      resources: amounts('50m', '64Mi'),
      tolerations: [{ operator: 'Exists' }],
      // Its own `instance` is an address.
      prometheus: {
        monitor: { relabelings: [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }] },
      },
    },
  };
}

function kubeStateMetrics(pools: TargetFacts['pools']): PrometheusOperatorValues['kube-state-metrics'] {
  const labels = [...new Set(pools.flatMap(({ nodeLabels }) => Object.keys(nodeLabels)))].sort();
  return {
    fullnameOverride: 'kube-state-metrics',
    metricLabelsAllowlist: [`nodes=[${labels.join(',')}]`, 'namespaces=[plinth.dev/team,plinth.dev/room]'],
    collectors: COLLECTORS,
    rbac: { extraRules: [{ apiGroups: ['kueue.x-k8s.io'], resources: ['workloads'], verbs: ['list', 'watch'] }] },
    customResourceState: { enabled: true, config: WORKLOADS },
    resources: amounts('100m', '512Mi'),
  };
}

/** Conditions of Kueue's workloads by queue: which job of which team waits, was admitted or evicted. Kueue itself only counts. */
const WORKLOADS = {
  kind: 'CustomResourceStateMetrics',
  spec: {
    resources: [
      {
        groupVersionKind: { group: 'kueue.x-k8s.io', version: 'v1beta2', kind: 'Workload' },
        metricNamePrefix: 'kueue_workload',
        labelsFromPath: { namespace: ['metadata', 'namespace'], workload: ['metadata', 'name'] },
        metrics: [
          {
            name: 'status_condition',
            help: 'Conditions of a workload.',
            each: {
              type: 'StateSet',
              stateSet: {
                labelName: 'status',
                path: ['status', 'conditions'],
                labelsFromPath: { condition: ['type'] },
                list: ['True', 'False', 'Unknown'],
                valueFrom: ['status'],
              },
            },
          },
        ],
      },
    ],
  },
} as const;

function amounts(cpu: string, memory: string): Amounts {
  return { requests: { cpu, memory }, limits: { memory } };
}
