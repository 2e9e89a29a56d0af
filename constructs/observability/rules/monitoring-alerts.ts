import { run } from './proof.ts';
import type { Alert } from './rule.ts';

const TARGET = (values: string) => ({
  'kube_namespace_labels{namespace="kueue-system",label_plinth_dev_room="queueing"}': '1x40',
  'up{job="kueue",instance="10.0.0.1:8443",namespace="kueue-system",pod="kueue-a"}': values,
});

const TARGET_DOWN: Alert = {
  name: 'TargetDown',
  expr: 'max by (of_room, namespace, job) ((up == bool 0) * on (namespace) group_left (of_room) namespace:room:info) == 1',
  for: '20m',
  severity: 'ticket',
  summary: 'Figures of {{ $labels.job }} in {{ $labels.namespace }} cannot be read',
  description: 'At least one pod of it has not answered a scrape for 20 minutes.',
  runbook: {
    means: 'Alerts about this part are blind until it is mended.',
    look: [{ what: 'Which pods.', query: 'up{namespace="$namespace"} == 0' }],
    act: [
      'Does the pod run? If not, that is the cause.',
      'It runs: see its network policy and whether its metrics’ port or certificate has changed.',
    ],
    ignore: 'A pod that is being replaced.',
  },
  fires: run(40, TARGET('1x5 0x35')),
  silent: run(40, TARGET('1x5 0x10 1x25')),
};

const RULES_FAIL: Alert = {
  name: 'RulesFail',
  expr: 'sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total[10m])) > 0',
  for: '10m',
  severity: 'page',
  summary: 'Prometheus cannot compute {{ $labels.rule_group }}',
  description: '{{ $value | humanize }} computations failed in 10 minutes; bound 0.',
  runbook: {
    means: 'Alerts of the group do not fire, whatever happens.',
    look: [{ what: 'Groups.', query: 'sum by (rule_group) (rate(prometheus_rule_evaluation_failures_total[5m]))' }],
    act: [
      'Prometheus’ page “Rules” shows the error.',
      '“many-to-many matching”: two exporters give one series; see what was added last.',
    ],
    ignore: 'Never.',
  },
  fires: run(30, { 'prometheus_rule_evaluation_failures_total{rule_group="plinth.base"}': '0+1x30' }),
  silent: run(30, { 'prometheus_rule_evaluation_failures_total{rule_group="plinth.base"}': '3x30' }),
};

const notified = (failed: string) => ({
  'alertmanager_notifications_total{integration="webhook"}': '0+1x40',
  'alertmanager_notifications_failed_total{integration="webhook",reason="other"}': failed,
});

const NOT_DELIVERED: Alert = {
  name: 'AlertsNotDelivered',
  expr: 'sum by (integration) (increase(alertmanager_notifications_failed_total[15m])) / sum by (integration) (increase(alertmanager_notifications_total[15m]) > 0) > 0.1 or sum by (integration) (label_replace(increase(prometheus_notifications_dropped_total[15m]), "integration", "prometheus", "", "")) > 0',
  for: '10m',
  severity: 'page',
  summary: 'Alerts do not reach anybody by {{ $labels.integration }}',
  description:
    '{{ $value | humanize }}: part of the notifications that failed (bound 10 %), or alerts that Prometheus dropped.',
  runbook: {
    means: 'People are not called. This one may not reach you either: the heartbeat’s receiver tells by its absence.',
    look: [
      {
        what: 'Failures by way.',
        query: 'sum by (integration, reason) (rate(alertmanager_notifications_failed_total[5m]))',
      },
    ],
    act: [
      'See Alertmanager’s log: address, key, rate limit of the receiver.',
      'Dropped by Prometheus: Alertmanager cannot be reached.',
    ],
    ignore: 'The receiver’s own announced maintenance, if another way works.',
  },
  fires: run(40, notified('0+1x40')),
  silent: run(40, { ...notified('2x40'), 'prometheus_notifications_dropped_total{pod="prometheus-0"}': '4x40' }),
  more: [{ fires: true, ...run(40, { 'prometheus_notifications_dropped_total{pod="prometheus-0"}': '0+1x40' }) }],
};

const volume = (free: string) => ({
  'kubelet_volume_stats_capacity_bytes{namespace="monitoring",persistentvolumeclaim="prometheus-0"}': '100000000000x60',
  'kubelet_volume_stats_available_bytes{namespace="monitoring",persistentvolumeclaim="prometheus-0"}': free,
});

const VOLUME: Alert = {
  name: 'VolumeNearlyFull',
  expr: 'kubelet_volume_stats_available_bytes / on (namespace, persistentvolumeclaim) kubelet_volume_stats_capacity_bytes < 0.1',
  for: '30m',
  severity: 'ticket',
  summary: 'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is nearly full',
  description: '{{ $value | humanizePercentage }} of it is free; bound 10 %.',
  runbook: {
    means: 'At 100 % its program stops: a database, Prometheus, a training job at its next checkpoint.',
    look: [
      {
        what: 'How it filled.',
        query: 'kubelet_volume_stats_available_bytes{persistentvolumeclaim="$persistentvolumeclaim"}',
      },
    ],
    act: [
      'Enlarge the claim, if its class allows it.',
      'Or remove what is old: checkpoints beyond `training.checkpoints.keep`, logs.',
    ],
    ignore: 'A volume whose program keeps itself below its bound.',
  },
  fires: run(60, volume('5000000000x60')),
  silent: run(60, volume('40000000000x60')),
};

const telemetry = (values: string) => ({
  'otelcol_exporter_send_failed_log_records_total{exporter="otlphttp/loki",namespace="monitoring",pod="collector-a"}':
    values,
});
const FAILED = ['log_records', 'spans']
  .flatMap((kind) =>
    ['', '_total'].map((end) => `sum by (exporter) (increase(otelcol_exporter_send_failed_${kind}${end}[15m]))`),
  )
  .join(' or ');

/** Logs or traces are lost; only where they are collected. */
export const TELEMETRY_LOST: Alert = {
  name: 'TelemetryLost',
  expr: `(${FAILED}) > 0`,
  for: '15m',
  severity: 'ticket',
  summary: 'Logs or traces are lost on the way to {{ $labels.exporter }}',
  description: '{{ $value | humanize }} records could not be sent in a quarter of an hour; bound 0.',
  runbook: {
    means: 'What happens now cannot be looked up later.',
    look: [{ what: 'How much waits.', query: 'otelcol_exporter_queue_size' }],
    act: [
      'See the store: does it run, is its volume or bucket full?',
      'A tenant over its rate limit: see the store’s answer in the collector’s log.',
    ],
    ignore: 'The minutes of an upgrade of the store.',
  },
  fires: run(45, telemetry('0+10x45')),
  silent: run(45, telemetry('0+10x5 50x40')),
};

const HEARTBEAT: Alert = {
  name: 'Heartbeat',
  // The state of the cluster’s objects is what most alerts stand on: without it there is no beat.
  expr: 'count(kube_node_labels) > 0',
  for: '0s',
  severity: 'none',
  summary: 'Alerting works',
  description: 'Prometheus sees {{ $value }} nodes and can send alerts. Its absence is the alarm.',
  runbook: {
    means:
      'This alert always fires while Prometheus, its sources and Alertmanager work. A receiver outside the cluster calls somebody when it stops.',
    look: [{ what: 'What Prometheus sees.', query: 'count(kube_node_labels)' }],
    act: ['It has stopped: is the cluster there? Are Prometheus, Alertmanager and kube-state-metrics?'],
    ignore: 'While it fires, all is well.',
  },
  fires: run(5, { 'kube_node_labels{node="n1",label_plinth_dev_pool="cpu"}': '1x5' }),
  silent: run(20, { 'kube_node_labels{node="n1",label_plinth_dev_pool="cpu"}': '1x5 stale _x15' }),
};

/** Alerts about monitoring itself, and about volumes. */
export const MONITORING_ALERTS: readonly Alert[] = [TARGET_DOWN, RULES_FAIL, NOT_DELIVERED, VOLUME, HEARTBEAT];
