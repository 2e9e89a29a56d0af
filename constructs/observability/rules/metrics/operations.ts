import { type Metric, metricsOf } from './metric.ts';

/** Figures of delivery and of observability itself. */
export const OPERATION_METRICS: readonly Metric[] = [
  ...metricsOf(
    {
      exporter: 'argo-cd application controller',
      source: 'argo-cd v3 controller/metrics/metrics.go',
      labels: ['namespace', 'name', 'project', 'dest_server'],
    },
    [
      ['argocd_app_info', 'gauge', ['sync_status', 'health_status', 'operation', 'phase']],
      ['argocd_app_sync_total', 'counter', ['phase', 'dry_run']],
    ],
  ),
  ...metricsOf(
    {
      exporter: 'argo-rollouts',
      source: 'argo-rollouts controller/metrics/prommetrics.go',
      labels: ['namespace', 'name'],
    },
    [
      ['rollout_info', 'gauge', ['strategy', 'traffic_router', 'phase']],
      ['rollout_reconcile_count', 'counter'],
      ['rollout_reconcile_error', 'counter'],
      ['analysis_run_info', 'gauge', ['phase']],
    ],
  ),
  ...metricsOf(
    { exporter: 'controller-runtime', source: 'sigs.k8s.io/controller-runtime pkg/internal/controller/metrics' },
    [
      ['controller_runtime_reconcile_total', 'counter', ['namespace', 'controller', 'result']],
      ['workqueue_depth', 'gauge', ['namespace', 'name', 'controller']],
    ],
  ),
  ...metricsOf({ exporter: 'prometheus', source: 'prometheus rules/group.go, notifier/, tsdb/head.go' }, [
    // What Prometheus keeps of its own alerts.
    ['ALERTS', 'gauge', ['alertname', 'alertstate', 'severity', 'room']],
    ['up', 'gauge', ['job', 'instance', 'namespace', 'pod', 'node']],
    ['prometheus_rule_evaluation_failures_total', 'counter', ['rule_group', 'namespace', 'pod']],
    ['prometheus_notifications_dropped_total', 'counter', ['namespace', 'pod']],
    ['prometheus_tsdb_head_series', 'gauge', ['namespace', 'pod']],
    ['prometheus_tsdb_head_samples_appended_total', 'counter', ['type', 'namespace', 'pod']],
  ]),
  ...metricsOf({ exporter: 'alertmanager', source: 'prometheus/alertmanager notify/notify.go' }, [
    ['alertmanager_notifications_failed_total', 'counter', ['integration', 'reason', 'namespace', 'pod']],
    ['alertmanager_notifications_total', 'counter', ['integration', 'namespace', 'pod']],
    ['alertmanager_alerts', 'gauge', ['state', 'namespace', 'pod']],
  ]),
  ...metricsOf(
    {
      exporter: 'opentelemetry-collector',
      source: 'OpenTelemetry Collector docs, internal telemetry',
      labels: ['exporter', 'namespace', 'pod'],
    },
    [
      // With and without the suffix: releases differ.
      ['otelcol_exporter_send_failed_log_records', 'counter'],
      ['otelcol_exporter_send_failed_log_records_total', 'counter'],
      ['otelcol_exporter_send_failed_spans', 'counter'],
      ['otelcol_exporter_send_failed_spans_total', 'counter'],
      ['otelcol_exporter_queue_size', 'gauge'],
    ],
  ),
  ...metricsOf({ exporter: 'loki', source: 'Loki 3.7, its /metrics while it ran', labels: ['namespace', 'pod'] }, [
    ['loki_discarded_samples_total', 'counter', ['tenant', 'reason']],
    ['loki_ring_members', 'gauge', ['name', 'state']],
    ['loki_ingester_chunks_flush_failures_total', 'counter'],
    ['loki_distributor_bytes_received_total', 'counter', ['tenant']],
  ]),
  ...metricsOf(
    {
      exporter: 'tempo',
      source: 'Tempo documents, troubleshooting of discarded spans; grafana/tempo operations/tempo-mixin',
      labels: ['namespace', 'pod'],
    },
    [
      ['tempo_discarded_spans_total', 'counter', ['tenant', 'reason']],
      ['tempo_distributor_bytes_received_total', 'counter', ['tenant']],
      ['tempo_ingester_failed_flushes_total', 'counter'],
    ],
  ),
];
