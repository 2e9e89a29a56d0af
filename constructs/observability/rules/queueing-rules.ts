import { run } from './proof.ts';
import type { Alert, RuleGroup } from './rule.ts';
import type { Slo } from './slo.ts';

/** Kueue runs twice and both tell of queues: only the replica that decides is asked. */
export const LEADER = '{replica_role!="follower"}';

const of = (metric: string, by: string) => `max by (${by}) (${metric}${LEADER})`;
const FREE = `min by (cluster_queue, resource) (${of('kueue_cluster_queue_nominal_quota', 'cluster_queue, flavor, resource')} - ${of('kueue_cluster_queue_resource_usage', 'cluster_queue, flavor, resource')})`;
const WAITING = of('kueue_cluster_queue_resource_pending', 'cluster_queue, resource');

/** Minutes in which work that fits the guarantee must start: preemption of what others borrowed needs some of them. */
const RECLAIM = '15m';

const queue = (waiting: string, used: string) => ({
  'kueue_cluster_queue_resource_pending{cluster_queue="vision",resource="nvidia.com/gpu",replica_role="leader"}':
    waiting,
  'kueue_cluster_queue_resource_pending{cluster_queue="vision",resource="nvidia.com/gpu",replica_role="follower"}':
    '0xN',
  'kueue_cluster_queue_nominal_quota{cluster_queue="vision",flavor="train",resource="nvidia.com/gpu",replica_role="leader"}':
    '64xN',
  'kueue_cluster_queue_resource_usage{cluster_queue="vision",flavor="train",resource="nvidia.com/gpu",replica_role="leader"}':
    used,
});
const series = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => ({ series: name, values: value }));
const minutes = (count: number, values: Readonly<Record<string, string>>) =>
  run(
    count,
    Object.fromEntries(Object.entries(values).map(([name, each]) => [name, each.replaceAll('N', `${count}`)])),
  );

/** What queues promise: a team gets what is guaranteed to it. */
export const QUEUEING_SLOS: readonly Slo[] = [
  {
    name: 'guarantees',
    alert: 'Guarantees',
    title: 'Teams get what is guaranteed to them',
    room: 'queueing',
    objective: 0.99,
    bad: `count(min_over_time(queue:withheld:sum[${RECLAIM}]) > 0) or vector(0)`,
    total: 'count(queue:withheld:sum)',
    runbook: {
      means: `Work that fits into a team’s free guarantee waits longer than ${RECLAIM}. The guarantee is the platform’s first promise.`,
      look: [
        { what: 'Whose work, and how much.', query: `min_over_time(queue:withheld:sum[${RECLAIM}]) > 0` },
        { what: 'Who has borrowed.', query: 'max by (cluster_queue) (kueue_cluster_queue_weighted_share) > 0' },
      ],
      act: [
        'See the Workload’s events: `kubectl describe workload -n <team>`; they say what is missing.',
        'Pods that do not go away hold borrowed devices: look for terminating pods on the pool’s nodes.',
        'If the pool’s nodes are gone, see NodesBelowMinimum and PoolFullAtMax.',
      ],
      ignore: 'A maintenance in which the pool is empty and everybody knows.',
    },
    proof: { failing: series(queue('8xN', '32xN')), healthy: series(queue('40xN', '32xN')) },
  },
];

function guaranteeNotHonoured(): Alert {
  return {
    name: 'GuaranteeNotHonoured',
    expr: `min_over_time(queue:withheld:sum[${RECLAIM}]) > 0`,
    for: '15m',
    severity: 'page',
    summary: 'Team {{ $labels.cluster_queue }} waits for {{ $labels.resource }} that is guaranteed to it',
    description:
      '{{ $value }} {{ $labels.resource }} wait although the guarantee has room for all of them; bound 30 minutes.',
    runbook: {
      means:
        'All that the team waits for fits into what is free of its guarantee, on whichever of its pools, and nothing starts.',
      look: [
        {
          what: 'What it holds and what is guaranteed.',
          query: 'kueue_cluster_queue_resource_usage{cluster_queue="$cluster_queue"}',
        },
        {
          what: 'Whether anything is admitted at all.',
          query: 'sum by (result) (rate(kueue_admission_attempts_total[15m]))',
        },
        { what: 'Nodes of the pools.', query: 'pool:nodes:count' },
      ],
      act: [
        '`kubectl get workloads -n <team>`, then `kubectl describe workload` of the oldest: the condition says why.',
        '“couldn’t assign flavors … topology”: no network block has room; drain stragglers or wait for a rack.',
        '“waiting for preemption”: find pods of others that do not terminate.',
        'An admission check that is pending: the autoscaler cannot get the nodes; see NodeSupplyBurnsFast.',
      ],
      ignore: 'Never for long: tell the team at least why it waits.',
    },
    fires: minutes(40, queue('8xN', '32xN')),
    // A gang of 40 does not fit into the 32 that are left: it waits by right.
    silent: minutes(40, queue('40xN', '32xN')),
  };
}

function kueueDoesNotAdmit(): Alert {
  return {
    name: 'KueueDoesNotDecide',
    expr: 'sum(kueue_pending_workloads{status="active"}) > 0 and sum(rate(kueue_admission_attempts_total[15m])) == 0',
    for: '15m',
    severity: 'page',
    summary: 'Kueue decides nothing while jobs wait',
    description: '{{ $value }} workloads wait, and for half an hour none was even tried.',
    runbook: {
      means: 'The scheduler of Kueue stands still: no job of any team starts.',
      look: [
        {
          what: 'Whether it runs.',
          query: 'kube_deployment_status_replicas_available{deployment="kueue-controller-manager"}',
        },
        { what: 'Its queue of changes.', query: 'workqueue_depth{namespace="kueue-system"}' },
      ],
      act: [
        'See its log: `kubectl logs -n kueue-system deployment/kueue-controller-manager`.',
        'A lost lease: `kubectl get lease -n kueue-system`; delete the leader’s pod.',
        'A full API server: see ApiLatencyBurnsFast.',
      ],
      ignore: 'Never.',
    },
    fires: run(45, {
      'kueue_pending_workloads{cluster_queue="vision",status="active",replica_role="leader"}': '3x45',
      'kueue_admission_attempts_total{result="inadmissible",replica_role="leader"}': '100x45',
    }),
    silent: run(45, {
      'kueue_pending_workloads{cluster_queue="vision",status="active",replica_role="leader"}': '3x45',
      'kueue_admission_attempts_total{result="inadmissible",replica_role="leader"}': '100+2x45',
    }),
  };
}

function evictionsPileUp(): Alert {
  const evicted = (values: string) => ({
    'kueue_evicted_workloads_total{cluster_queue="vision",reason="PodsReadyTimeout",replica_role="leader"}': values,
  });
  return {
    name: 'GangsRequeuedAgainAndAgain',
    expr: 'sum by (cluster_queue) (increase(kueue_evicted_workloads_total{reason=~"PodsReadyTimeout|NodeFailures"}[2h])) > 5',
    for: '10m',
    severity: 'ticket',
    summary: 'Jobs of {{ $labels.cluster_queue }} start and are taken back again and again',
    description:
      '{{ $value | humanize }} times in two hours pods of an admitted gang did not become ready, or their nodes failed; bound 5.',
    runbook: {
      means:
        'Gangs are admitted, hold devices, do not become ready in time and are requeued. Devices are held for nothing.',
      look: [
        {
          what: 'By which reason.',
          query: 'sum by (reason) (increase(kueue_evicted_workloads_total{cluster_queue="$cluster_queue"}[2h]))',
        },
        { what: 'Pods that do not start.', query: 'sum by (namespace) (kube_pod_status_phase{phase="Pending"})' },
        { what: 'Nodes that lack devices.', query: 'pool:node_allocatable:count' },
      ],
      act: [
        'See the pods’ events: an image that takes longer than `queueing.gangs.timeout`, a volume that is not bound, a node without devices.',
        'A slow image: move it to the platform’s registry, or raise the timeout.',
        'The same node each time: cordon it.',
      ],
      ignore: 'A team that tries out a new image and knows it.',
    },
    fires: run(60, evicted('0+1x60')),
    silent: run(60, evicted('0x50 1x10')),
  };
}

/** Rules of the queues. */
export const QUEUEING_GROUP: RuleGroup = {
  name: 'plinth.queueing',
  room: 'queueing',
  interval: '1m',
  records: [
    // All that a team waits for fits into what is free of its guarantee on every pool, and yet it waits.
    { record: 'queue:withheld:sum', expr: `((${WAITING} > 0) <= ${FREE}) or ${WAITING} * 0` },
    {
      record: 'queue:wait_seconds:p90',
      expr: 'histogram_quantile(0.9, sum by (cluster_queue, le) (rate(kueue_admission_wait_time_seconds_bucket[1h])))',
    },
  ],
  alerts: [guaranteeNotHonoured(), kueueDoesNotAdmit(), evictionsPileUp()],
};
