import { hasExporter, type Observed, observedPools } from './observed.ts';
import { run } from './proof.ts';
import type { Alert, RuleGroup, Series } from './rule.ts';
import type { Slo } from './slo.ts';

/** Rules about pools and their nodes. */
export function poolGroup(observed: Observed): RuleGroup {
  const autoscalers = new Set<string>(observed.facts.pools.map(({ autoscaler }) => autoscaler));
  const elastic = observedPools(observed).some(({ max, min }) => max > min);
  return {
    name: 'plinth.pools',
    room: 'autoscaling',
    interval: '1m',
    records: [],
    alerts: [
      NODE_NOT_READY,
      NODES_BELOW_MINIMUM,
      ...(elastic ? [POOL_FULL_AT_MAX] : []),
      ...(autoscalers.has('karpenter') ? [KARPENTER_CANNOT_PLACE] : []),
      ...(autoscalers.has('clusterAutoscaler') && hasExporter(observed, 'cluster-autoscaler')
        ? [AUTOSCALER_CANNOT_PLACE]
        : []),
    ],
  };
}

const ready = (values: string) => ({
  'kube_node_status_condition{node="n1",condition="Ready",status="true"}': values,
});

const NODE_NOT_READY: Alert = {
  name: 'NodeNotReady',
  expr: 'max by (node) (kube_node_status_condition{condition="Ready",status="true"}) == 0',
  for: '10m',
  severity: 'ticket',
  summary: 'Node {{ $labels.node }} is not ready',
  description: 'Its kubelet has not said that it is ready for 10 minutes.',
  runbook: {
    means: 'The node does not answer; its pods are replaced elsewhere, gangs are requeued.',
    look: [
      {
        what: 'Other nodes that are not ready.',
        query: 'kube_node_status_condition{condition="Ready",status="true"} == 0',
      },
      { what: 'Nodes of its pool.', query: 'pool:nodes:count' },
    ],
    act: [
      '`kubectl describe node $node`: which condition, since when.',
      'Restart the machine through its provider; replace it if it stays away.',
    ],
    ignore: 'A node that is being replaced by an upgrade.',
  },
  fires: run(20, ready('1x5 0x15')),
  silent: run(20, ready('1x5 0x5 1x10')),
};

const nodes = (count: number, minutes: number, pool = 'cpu') =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `kube_node_labels{node="${pool}-${index}",label_plinth_dev_pool="${pool}"}`,
      `1x${minutes}`,
    ]),
  );

const NODES_BELOW_MINIMUM: Alert = {
  name: 'NodesBelowMinimum',
  expr: 'pool:nodes:count < on (pool) group_left () max by (pool) (pool:nodes_min:count)',
  for: '30m',
  severity: 'page',
  summary: 'Pool {{ $labels.pool }} has fewer nodes than it always must have',
  description: 'It has {{ $value }} nodes for half an hour, fewer than its minimum.',
  runbook: {
    means: 'Nodes that the spec asks for are not there. Guarantees that rest on them cannot be kept.',
    look: [
      { what: 'Nodes and the minimum.', query: 'pool:nodes:count{pool="$pool"}' },
      { what: 'The minimum.', query: 'pool:nodes_min:count{pool="$pool"}' },
    ],
    act: [
      'See the provider: quota, capacity, reservation that has ended, machines that do not boot.',
      'A reservation that has ended: change `capacity` or `nodes.min` in the spec.',
    ],
    ignore: 'The first hour of a new platform.',
  },
  fires: run(50, { ...nodes(1, 50), ...nodes(2, 50, 'train') }),
  silent: run(50, { ...nodes(2, 50), ...nodes(2, 50, 'train') }),
};

const waiting = (pods: string, count: number) => ({
  ...nodes(count, 180),
  'kueue_cluster_queue_resource_pending{cluster_queue="vision",resource="cpu",replica_role="leader"}': pods,
});

const POOL_FULL_AT_MAX: Alert = {
  name: 'PoolFullAtMax',
  expr: [
    'pool:nodes:count >= on (pool, resource) pool:nodes_max:count',
    'and on (pool, resource) pool:nodes_max:count > pool:nodes_min:count',
    'and on (resource) sum by (resource) (kueue_cluster_queue_resource_pending{replica_role!="follower"}) > 0',
  ].join(' '),
  for: '2h',
  severity: 'ticket',
  summary: 'Pool {{ $labels.pool }} is at its largest, and work waits for it',
  description:
    '{{ $value }} nodes, which is the most it may have, while jobs have waited for {{ $labels.resource }} for two hours.',
  runbook: {
    means: 'The pool cannot grow and there is more to do than it can. Queues order who waits.',
    look: [
      { what: 'What waits, by team.', query: 'team:accelerators_waiting:sum' },
      { what: 'What is idle.', query: 'team:devices_idle:count' },
    ],
    act: ['First take back what idles.', 'Then raise `nodes.max`, if budget and provider allow.'],
    ignore: 'A pool that is meant to be full day and night: give it `nodes.min` equal to `nodes.max`.',
  },
  fires: run(180, waiting('16x180', 3)),
  silent: run(180, waiting('16x180', 2)),
  more: [
    { fires: false, ...run(180, waiting('0x180', 3)) },
    // A pool that keeps its size is always at its largest.
    {
      fires: false,
      ...run(180, {
        ...nodes(2, 180, 'train'),
        'kueue_cluster_queue_resource_pending{cluster_queue="vision",resource="nvidia.com/gpu",replica_role="leader"}':
          '16x180',
      }),
    },
  ],
};

function unschedulable(metric: string, autoscaler: string): Alert {
  return {
    name: autoscaler === 'Karpenter' ? 'KarpenterCannotPlacePods' : 'AutoscalerCannotPlacePods',
    expr: `sum(${metric}) > 0`,
    for: '30m',
    severity: 'ticket',
    summary: `Pods fit on no node that ${autoscaler} could add`,
    description: '{{ $value }} pods have no place for half an hour, nor would they on any node that may be added.',
    runbook: {
      means: 'Pods ask for something that no pool has, or the provider has no machines.',
      look: [
        { what: 'How many, over time.', query: `sum(${metric})` },
        { what: 'Pods that wait.', query: 'sum by (namespace) (kube_pod_status_phase{phase="Pending"})' },
      ],
      act: [
        'See the events of a pending pod: `kubectl get events -A --field-selector reason=FailedScheduling`.',
        'The provider has none: wait, take other zones or another instance type.',
      ],
      ignore: 'Gangs on spot machines at times when there are none: the queue holds them.',
    },
    fires: run(45, { [metric]: '4x45' }),
    silent: run(45, { [metric]: '4x20 0x25' }),
  };
}

const created = (errors: string): readonly Series[] => [
  {
    series:
      'karpenter_cloudprovider_duration_seconds_count{controller="nodeclaim.lifecycle",method="Create",provider="aws"}',
    values: '0+2xN',
  },
  {
    series:
      'karpenter_cloudprovider_errors_total{controller="nodeclaim.lifecycle",method="Create",provider="aws",error="InsufficientCapacityError"}',
    values: errors,
  },
];

/** What is promised about nodes: the provider gives them when they are asked for. Only where Karpenter asks. */
export const POOL_SLOS: readonly Slo[] = [
  {
    name: 'node-supply',
    alert: 'NodeSupply',
    title: 'Nodes that are asked for come',
    room: 'autoscaling',
    objective: 0.95,
    atLeast: 10,
    bad: 'sum(rate(karpenter_cloudprovider_errors_total{method="Create"}[5m]))',
    total: 'sum(rate(karpenter_cloudprovider_duration_seconds_count{method="Create"}[5m]))',
    runbook: {
      means: 'The provider refuses machines. Jobs that were admitted wait for nodes that do not come.',
      look: [
        {
          what: 'By reason.',
          query: 'sum by (error) (increase(karpenter_cloudprovider_errors_total{method="Create"}[1h]))',
        },
        { what: 'Nodes of each pool.', query: 'pool:nodes:count' },
      ],
      act: [
        'InsufficientCapacityError: other zones, another instance type, a reservation.',
        'NodeClassNotReadyError: see the NodeClass’s conditions; a role, a subnet or an image is gone.',
        'Quota: ask the provider for more.',
      ],
      ignore: 'Spot pools at times when there are none, if on-demand pools still get theirs.',
    },
    proof: { failing: created('0+2xN'), healthy: created('0xN') },
  },
];

const KARPENTER_CANNOT_PLACE = unschedulable('karpenter_scheduler_unschedulable_pods_count', 'Karpenter');
const AUTOSCALER_CANNOT_PLACE = unschedulable('cluster_autoscaler_unschedulable_pods_count', 'the cluster autoscaler');

/** Every alert about pools and nodes, whether a platform has it or not. */
export const POOL_ALERTS: readonly Alert[] = [
  NODE_NOT_READY,
  NODES_BELOW_MINIMUM,
  POOL_FULL_AT_MAX,
  KARPENTER_CANNOT_PLACE,
  AUTOSCALER_CANNOT_PLACE,
];
