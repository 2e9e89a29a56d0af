import { run } from './proof.ts';
import type { Alert } from './rule.ts';

const refused = (values: string) => ({
  'loki_discarded_samples_total{tenant="vision",reason="rate_limited",namespace="telemetry",pod="loki-0"}': values,
});

/** Loki does not take what a team writes. */
const LOGS_REFUSED: Alert = {
  name: 'LogsRefused',
  expr: 'sum by (tenant, reason) (increase(loki_discarded_samples_total[15m])) > 0',
  for: '15m',
  severity: 'ticket',
  summary: 'Logs of {{ $labels.tenant }} are refused: {{ $labels.reason }}',
  description: '{{ $value | humanize }} lines were thrown away in a quarter of an hour; bound 0.',
  runbook: {
    means: 'Lines that this team’s pods write now cannot be looked up later. Others are not touched.',
    look: [
      { what: 'How much each team sends.', query: 'sum by (tenant) (rate(loki_distributor_bytes_received_total[5m]))' },
    ],
    act: [
      '`rate_limited`, `stream_limit`: ask the team what writes so much; a loop that logs is the usual cause.',
      '`greater_than_max_sample_age`: a node was cut off for over a week and catches up; nothing can be done.',
      '`line_too_long`: a program writes whole files in one line.',
    ],
    ignore: 'A node that comes back after more than a week.',
  },
  fires: run(45, refused('0+10x45')),
  silent: run(45, refused('0+10x5 50x40')),
};

const member = (state: string, values: string) => ({
  [`loki_ring_members{name="ingester",state="${state}",namespace="telemetry",pod="loki-0"}`]: values,
});

/** One of several Lokis is thought dead by the others. */
const LOG_STORE_UNHEALTHY: Alert = {
  name: 'LogStoreUnhealthy',
  expr: 'max by (name) (loki_ring_members{state="Unhealthy"}) > 0',
  for: '15m',
  severity: 'ticket',
  summary: 'A member of Loki’s ring {{ $labels.name }} is unhealthy',
  description: '{{ $value }} members do not answer the others for 15 minutes; bound 0.',
  runbook: {
    means: 'Each line is kept by fewer than three. When a second one goes, logs are refused.',
    look: [{ what: 'Members by state.', query: 'max by (name, state) (loki_ring_members)' }],
    act: [
      '`kubectl get pods -n telemetry`: does one not run, or wait for a node or its disk?',
      'All run: see whether they reach one another at ports 7946 and 9095.',
    ],
    ignore: 'An upgrade, one pod after another.',
  },
  fires: run(30, member('Unhealthy', '0x5 1x25')),
  silent: run(30, { ...member('Unhealthy', '0x5 1x5 0x20'), ...member('ACTIVE', '3x30') }),
};

const flushes = (values: string) => ({
  'loki_ingester_chunks_flush_failures_total{namespace="telemetry",pod="loki-0"}': values,
});

/** Logs or traces do not reach the bucket. */
const LOG_FLUSH_FAILS: Alert = {
  name: 'LogsNotStored',
  expr: 'sum by (namespace) (increase(loki_ingester_chunks_flush_failures_total[15m])) > 0',
  for: '15m',
  severity: 'page',
  summary: 'Loki cannot write to its store',
  description: '{{ $value | humanize }} pieces could not be written in a quarter of an hour; bound 0.',
  runbook: {
    means: 'Logs pile up on the disks and in the memory of Loki. When those are full, new lines are refused.',
    look: [
      {
        what: 'How much of the disks is left.',
        query: 'kubelet_volume_stats_available_bytes{namespace="telemetry"}',
      },
    ],
    act: [
      'See Loki’s log: keys (`telemetry-store`), bucket, address, rights.',
      'Without a bucket: the disk is full. Enlarge it, or keep logs for less long.',
    ],
    ignore: 'Never for longer than an upgrade of the store.',
  },
  fires: run(45, flushes('0+1x45')),
  silent: run(45, flushes('0+1x3 3x42')),
};

const spans = (values: string) => ({
  'tempo_discarded_spans_total{tenant="vision",reason="rate_limited",namespace="telemetry",pod="tempo-0"}': values,
});

/** Tempo does not take what a team sends. */
const TRACES_REFUSED: Alert = {
  name: 'TracesRefused',
  expr: 'sum by (tenant, reason) (increase(tempo_discarded_spans_total[15m])) > 0',
  for: '15m',
  severity: 'ticket',
  summary: 'Traces of {{ $labels.tenant }} are refused: {{ $labels.reason }}',
  description: '{{ $value | humanize }} spans were thrown away in a quarter of an hour; bound 0.',
  runbook: {
    means: 'Requests of this team cannot be followed, or only in part. Others are not touched.',
    look: [
      {
        what: 'How much each team sends.',
        query: 'sum by (tenant) (rate(tempo_distributor_bytes_received_total[5m]))',
      },
    ],
    act: [
      '`rate_limited`: let the team sample (`OTEL_TRACES_SAMPLER=parentbased_traceidratio`).',
      '`trace_too_large`: one trace covers a whole job; let each step begin its own.',
    ],
    ignore: 'A short test of load.',
  },
  fires: run(45, spans('0+10x45')),
  silent: run(45, spans('0+10x5 50x40')),
};

const tempoFlushes = (values: string) => ({
  'tempo_ingester_failed_flushes_total{namespace="telemetry",pod="tempo-0"}': values,
});

/** Traces do not reach the bucket. */
const TRACE_FLUSH_FAILS: Alert = {
  name: 'TracesNotStored',
  expr: 'sum by (namespace) (increase(tempo_ingester_failed_flushes_total[15m])) > 0',
  for: '15m',
  severity: 'ticket',
  summary: 'Tempo cannot write to its store',
  description: '{{ $value | humanize }} blocks could not be written in a quarter of an hour; bound 0.',
  runbook: {
    means: 'Traces pile up on the disk of Tempo. When it is full, new ones are refused.',
    look: [
      {
        what: 'How much of the disk is left.',
        query: 'kubelet_volume_stats_available_bytes{namespace="telemetry"}',
      },
    ],
    act: ['See Tempo’s log: keys (`telemetry-store`), bucket, address, rights; or the disk is full.'],
    ignore: 'Never for longer than an upgrade of the store.',
  },
  fires: run(45, tempoFlushes('0+1x45')),
  silent: run(45, tempoFlushes('0+1x3 3x42')),
};

/** Alerts about logs. */
export const LOG_ALERTS: readonly Alert[] = [LOGS_REFUSED, LOG_STORE_UNHEALTHY, LOG_FLUSH_FAILS];
/** Alerts about traces. */
export const TRACE_ALERTS: readonly Alert[] = [TRACES_REFUSED, TRACE_FLUSH_FAILS];
