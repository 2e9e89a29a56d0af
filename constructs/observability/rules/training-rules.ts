import { le } from './observed.ts';
import { run } from './proof.ts';
import { LEADER } from './queueing-rules.ts';
import type { Alert, RuleGroup, Series } from './rule.ts';
import type { Slo } from './slo.ts';

/** Upper bounds of Kueue’s histograms of waits (`generateExponentialBuckets(14)`). Unit: seconds. */
const BUCKETS = [1, ...Array.from({ length: 13 }, (_, power) => 2.5 * 2 ** power)];

const failed = (failures: string, completions: string): Readonly<Record<string, string>> => ({
  'jobset_failed_total{jobset_name="a",namespace="vision"}': failures,
  'jobset_completed_total{jobset_name="b",namespace="vision"}': completions,
});

const JOBS_FAIL: Alert = {
  name: 'TrainingJobsFail',
  expr: 'sum by (namespace) (increase(jobset_failed_total[6h])) > 5 and sum by (namespace) (increase(jobset_failed_total[6h])) > (sum by (namespace) (increase(jobset_completed_total[6h])) or sum by (namespace) (increase(jobset_failed_total[6h])) * 0)',
  for: '15m',
  severity: 'ticket',
  summary: 'More training jobs of {{ $labels.namespace }} fail than succeed',
  description: '{{ $value | humanize }} jobs failed for good in six hours, more than were completed; bound 5.',
  runbook: {
    means: 'Jobs fail after all their restarts. Many at once point to the platform: storage, fabric, an image.',
    look: [
      { what: 'Failures by team: one or all?', query: 'sum by (namespace) (increase(jobset_failed_total[6h]))' },
      { what: 'Requeues by reason.', query: 'sum by (reason) (increase(kueue_evicted_workloads_total[6h]))' },
    ],
    act: [
      'One team: its program; tell it.',
      'Several: see FabricLinkDown, AcceleratorXid, VolumeNearlyFull and the delivery’s last commit.',
    ],
    ignore: 'A sweep whose trials are meant to fail.',
  },
  fires: run(60, failed('0+1x60', '0x60')),
  silent: run(60, failed('0+1x60', '0+2x60')),
};

/** Rules of training jobs. */
export const TRAINING_GROUP: RuleGroup = {
  name: 'plinth.training',
  room: 'training',
  interval: '1m',
  records: [
    {
      record: 'queue:start_seconds:p90',
      expr: 'histogram_quantile(0.9, sum by (cluster_queue, le) (rate(kueue_admitted_until_ready_wait_time_seconds_bucket[1h])))',
    },
  ],
  alerts: [JOBS_FAIL],
};

/**
 * What is promised about gangs: admitted ones start within the timeout that the spec gives them.
 *
 * @param timeout - `queueing.gangs.timeout`; the next bound of Kueue’s histogram counts. Unit: seconds
 */
export function gangStart(timeout: number): Slo {
  const bound = BUCKETS.find((bucket) => bucket >= timeout) ?? BUCKETS.at(-1) ?? timeout;
  const metric = 'kueue_admitted_until_ready_wait_time_seconds';
  const total = `sum(rate(${metric}_count${LEADER}[5m]))`;
  const within = `sum(rate(${metric}_bucket{replica_role!="follower",${le(bound)}}[5m]))`;
  const queue = 'cluster_queue="vision",priority_class="",replica_role="leader"';
  const proof = (good: string): readonly Series[] => [
    { series: `${metric}_count{${queue}}`, values: '0+10xN' },
    { series: `${metric}_bucket{${queue},le="${bound}"}`, values: good },
  ];
  return {
    name: 'gang-start',
    alert: 'GangStart',
    title: 'Admitted gangs are ready in time',
    room: 'training',
    objective: 0.95,
    atLeast: 10,
    bad: `${total} - ${within}`,
    total,
    runbook: {
      means:
        'Gangs get their devices and are not ready within `queueing.gangs.timeout`: images, volumes, nodes or the fabric are slow.',
      look: [
        { what: 'Time from admission to readiness, nine of ten.', query: 'queue:start_seconds:p90' },
        { what: 'Requeues by reason.', query: 'sum by (reason) (increase(kueue_evicted_workloads_total[1h]))' },
      ],
      act: [
        'See the events of a pod that is not ready: pulling an image, mounting a volume, waiting for a node.',
        'Images: from the platform’s own registry, smaller, or already on the node.',
        'Nodes: see NodeSupplyBurnsFast. Raise `queueing.gangs.timeout` only if all that is as it should be.',
      ],
      ignore: 'Pools that grow from none, where a node takes longer than the timeout: raise the timeout.',
    },
    proof: { failing: proof('0xN'), healthy: proof('0+10xN') },
  };
}
