import { type Metric, metricsOf } from './metric.ts';

/** Figures of Kubernetes itself: the state of its objects, its API, its volumes. */
export const KUBERNETES_METRICS: readonly Metric[] = [
  ...metricsOf({ exporter: 'kube-state-metrics', source: 'kubernetes/kube-state-metrics docs/metrics' }, [
    ['kube_node_labels', 'gauge', ['node', 'label_*']],
    ['kube_namespace_labels', 'gauge', ['namespace', 'label_*']],
    ['kube_node_spec_taint', 'gauge', ['node', 'key', 'value', 'effect']],
    ['kube_node_status_condition', 'gauge', ['node', 'condition', 'status']],
    ['kube_node_status_capacity', 'gauge', ['node', 'resource', 'unit']],
    ['kube_node_status_allocatable', 'gauge', ['node', 'resource', 'unit']],
    ['kube_deployment_spec_replicas', 'gauge', ['namespace', 'deployment']],
    ['kube_deployment_status_replicas_available', 'gauge', ['namespace', 'deployment']],
    ['kube_pod_status_phase', 'gauge', ['namespace', 'pod', 'phase']],
    ['kube_pod_container_resource_requests', 'gauge', ['namespace', 'pod', 'container', 'node', 'resource', 'unit']],
    ['kube_resourcequota', 'gauge', ['namespace', 'resourcequota', 'resource', 'type']],
    ['kube_horizontalpodautoscaler_spec_max_replicas', 'gauge', ['namespace', 'horizontalpodautoscaler']],
    ['kube_horizontalpodautoscaler_status_current_replicas', 'gauge', ['namespace', 'horizontalpodautoscaler']],
  ]),
  ...metricsOf({ exporter: 'kube-apiserver', source: 'k8s.io/apiserver pkg/endpoints/metrics' }, [
    ['apiserver_request_total', 'counter', ['verb', 'resource', 'code']],
    ['apiserver_request_duration_seconds', 'histogram', ['verb', 'resource', 'scope']],
    [
      'apiserver_validating_admission_policy_check_total',
      'counter',
      ['policy', 'policy_binding', 'error_type', 'enforcement_action'],
    ],
    [
      'apiserver_admission_webhook_rejection_count',
      'counter',
      ['name', 'type', 'operation', 'error_type', 'rejection_code'],
    ],
  ]),
  ...metricsOf({ exporter: 'kubelet', source: 'k8s.io/kubernetes pkg/kubelet/metrics/collectors/volume_stats.go' }, [
    ['kubelet_volume_stats_available_bytes', 'gauge', ['namespace', 'persistentvolumeclaim']],
    ['kubelet_volume_stats_capacity_bytes', 'gauge', ['namespace', 'persistentvolumeclaim']],
  ]),
  ...metricsOf({ exporter: 'node-exporter', source: 'prometheus/node_exporter collector/', labels: ['node'] }, [
    ['node_cpu_seconds_total', 'counter', ['cpu', 'mode']],
    ['node_memory_MemAvailable_bytes', 'gauge'],
    ['node_memory_MemTotal_bytes', 'gauge'],
    ['node_infiniband_state_id', 'gauge', ['device', 'port']],
    ['node_infiniband_link_downed_total', 'counter', ['device', 'port']],
    ['node_infiniband_port_data_transmitted_bytes_total', 'counter', ['device', 'port']],
  ]),
];
