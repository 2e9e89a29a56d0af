import { type Metric, metricsOf } from './metric.ts';

/** Figures of queues, jobs and what adds nodes for them. */
export const JOB_METRICS: readonly Metric[] = [
  ...metricsOf({ exporter: 'kueue', source: 'sigs.k8s.io/kueue pkg/metrics/metrics.go', labels: ['replica_role'] }, [
    ['kueue_pending_workloads', 'gauge', ['cluster_queue', 'status']],
    ['kueue_admitted_active_workloads', 'gauge', ['cluster_queue']],
    ['kueue_admitted_workloads_total', 'counter', ['cluster_queue', 'priority_class']],
    ['kueue_evicted_workloads_total', 'counter', ['cluster_queue', 'reason', 'underlying_cause', 'priority_class']],
    ['kueue_preempted_workloads_total', 'counter', ['preempting_cluster_queue', 'reason']],
    ['kueue_admission_attempts_total', 'counter', ['result']],
    ['kueue_admission_wait_time_seconds', 'histogram', ['cluster_queue', 'priority_class']],
    ['kueue_admitted_until_ready_wait_time_seconds', 'histogram', ['cluster_queue', 'priority_class']],
    ['kueue_cluster_queue_resource_pending', 'gauge', ['cluster_queue', 'resource']],
    ['kueue_cluster_queue_resource_usage', 'gauge', ['cohort', 'cluster_queue', 'flavor', 'resource']],
    ['kueue_cluster_queue_nominal_quota', 'gauge', ['cohort', 'cluster_queue', 'flavor', 'resource']],
    ['kueue_cluster_queue_weighted_share', 'gauge', ['cohort', 'cluster_queue']],
  ]),
  ...metricsOf({ exporter: 'jobset', source: 'sigs.k8s.io/jobset pkg/metrics/metrics.go' }, [
    ['jobset_failed_total', 'counter', ['jobset_name', 'namespace']],
    ['jobset_completed_total', 'counter', ['jobset_name', 'namespace']],
  ]),
  ...metricsOf({ exporter: 'karpenter', source: 'sigs.k8s.io/karpenter pkg/**/metrics.go' }, [
    ['karpenter_scheduler_unschedulable_pods_count', 'gauge'],
    ['karpenter_cloudprovider_duration_seconds', 'histogram', ['controller', 'method', 'provider']],
    ['karpenter_cloudprovider_errors_total', 'counter', ['controller', 'method', 'provider', 'error', 'nodepool']],
    ['karpenter_nodeclaims_created_total', 'counter', ['nodepool', 'reason']],
    ['karpenter_nodeclaims_terminated_total', 'counter', ['nodepool']],
  ]),
  ...metricsOf({ exporter: 'cluster-autoscaler', source: 'kubernetes/autoscaler cluster-autoscaler/metrics' }, [
    ['cluster_autoscaler_unschedulable_pods_count', 'gauge', ['type']],
    ['cluster_autoscaler_failed_scale_ups_total', 'counter', ['reason']],
  ]),
];
