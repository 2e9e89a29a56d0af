import type { RoomName } from '../rules/rule.ts';
import type { Row } from './board.ts';
import { CAPACITY_ROWS } from './capacity-rows.ts';
import { EDGE_ROWS } from './edge-rows.ts';
import { IMAGES_ROWS } from './images-rows.ts';
import { lines, number, red, redBelow, row } from './panels.ts';
import { POLICY_ROWS } from './policy-rows.ts';
import { SERVICE_ROWS } from './service-rows.ts';
import { TELEMETRY_ROW } from './telemetry-row.ts';
import { VERIFICATION_ROWS } from './verification-rows.ts';

/** What each room shows below its promises. */
export const ROOM_ROWS: Readonly<Record<RoomName, readonly Row[]>> = {
  ...CAPACITY_ROWS,
  ...SERVICE_ROWS,
  edge: EDGE_ROWS,
  images: IMAGES_ROWS,
  verification: VERIFICATION_ROWS,
  policy: POLICY_ROWS,
  tenancy: [
    row(
      'Teams',
      lines(
        'Accelerators held',
        'short',
        { '{{team}} {{pool}}': 'team:accelerators_got:sum' },
        'What each team holds now, as its queue counts it.',
      ),
      lines(
        'Accelerators that wait',
        'short',
        { '{{team}} {{resource}}': 'team:accelerators_waiting:sum' },
        'What each team asked for and has not got.',
      ),
      lines('Spend', 'currencyUSD', { '{{team}}': 'team:spend:usd_per_hour' }, 'US dollars an hour at list prices.'),
      red(
        lines(
          'Bounds used',
          'percentunit',
          {
            '{{namespace}} {{resource}}':
              'max by (namespace, resource) (kube_resourcequota{type="used"} / on (namespace, resourcequota, resource) (kube_resourcequota{type="hard"} > 0))',
          },
          'Part of each ResourceQuota that is used.',
        ),
        0.9,
      ),
    ),
    row(
      'API of the cluster',
      lines(
        'Requests',
        'reqps',
        { '{{verb}}': 'sum by (verb) (rate(apiserver_request_total[5m]))' },
        'Requests a second.',
      ),
      red(
        lines(
          'Slowest hundredth',
          's',
          {
            '{{verb}}':
              'histogram_quantile(0.99, sum by (verb, le) (rate(apiserver_request_duration_seconds_bucket{verb!~"WATCH|CONNECT"}[5m])))',
          },
          'Time in which 99 of 100 requests are answered.',
        ),
        1,
      ),
    ),
  ],
  observability: [
    row(
      'Monitoring',
      number(
        'Series',
        'short',
        { series: 'sum(prometheus_tsdb_head_series)' },
        'Series that Prometheus keeps in memory.',
      ),
      red(
        number(
          'Targets that do not answer',
          'short',
          { targets: 'sum(up == bool 0)' },
          'Pods whose figures cannot be read.',
        ),
        1,
      ),
      red(
        number(
          'Rules that fail',
          'short',
          { 'an hour': 'sum(increase(prometheus_rule_evaluation_failures_total[1h]))' },
          'Computations that failed in an hour.',
        ),
        1,
      ),
      red(
        number(
          'Notifications that failed',
          'short',
          { 'an hour': 'sum(increase(alertmanager_notifications_failed_total[1h]))' },
          'Calls that did not reach anybody in an hour.',
        ),
        1,
      ),
      lines(
        'Samples',
        'short',
        { 'a second': 'sum(rate(prometheus_tsdb_head_samples_appended_total[5m]))' },
        'Samples that come in.',
      ),
      red(
        lines(
          'Telemetry that waits',
          'short',
          { '{{exporter}}': 'sum by (exporter) (otelcol_exporter_queue_size)' },
          'Batches of logs and traces that wait to be sent.',
        ),
        500,
      ),
      redBelow(
        lines(
          'Volumes free',
          'percentunit',
          {
            '{{namespace}} {{persistentvolumeclaim}}':
              'kubelet_volume_stats_available_bytes / on (namespace, persistentvolumeclaim) kubelet_volume_stats_capacity_bytes',
          },
          'Part of each volume that is free.',
        ),
        0.1,
      ),
      red(
        lines(
          'Controllers that are down',
          'short',
          { '{{of_room}}': 'sum by (of_room) (room:deployment_down:bool)' },
          'Deployments of each room without an available pod.',
        ),
        1,
      ),
    ),
    TELEMETRY_ROW,
  ],
};
