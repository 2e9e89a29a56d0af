import { HOURS_PER_MONTH } from '../../../spec/units.ts';
import { measuredVendors, type Observed, observedPools, priceOf } from './observed.ts';
import { run } from './proof.ts';
import { LEADER } from './queueing-rules.ts';
import type { Alert, RecordingRule, RuleGroup } from './rule.ts';
import { utilizationRecords } from './utilization-records.ts';

/** Seconds of a day. */
const DAY = 86_400;

/** Part of its time below which a device that is held counts as idle. */
const IDLE = 0.05;

/** What each team asked for, got, used and left idle, and what that costs. */
export function teamGroup(observed: Observed): RuleGroup {
  const utilization = utilizationRecords(measuredVendors(observed));
  const measured = utilization.length > 0;
  const priced = observedPools(observed).some((pool) => priceOf(pool) !== undefined);
  const budgeted = observed.spec.teams.some(({ budget }) => budget !== undefined);
  return {
    name: 'plinth.teams',
    room: 'tenancy',
    interval: '1m',
    records: [
      ...QUEUE_RECORDS,
      ...utilization,
      ...(measured ? DEVICE_RECORDS : []),
      ...(priced ? spendRecords(observed) : []),
    ],
    alerts: [
      ...(measured ? [ACCELERATORS_IDLE] : []),
      ...(priced && budgeted ? [TEAM_OVER_BUDGET, TEAM_SPEND_RUNS_AWAY] : []),
      TEAM_BOUNDS_NEARLY_FULL,
    ],
  };
}

/** Names of a queue's team and pool in place of Kueue's words. */
function ofTeam(metric: string): string {
  const team = `label_replace(${metric}${LEADER}, "team", "$1", "cluster_queue", "(.+)")`;
  return `label_replace(${team}, "pool", "$1", "flavor", "(.+)")`;
}

const QUEUE_RECORDS: readonly RecordingRule[] = [
  {
    record: 'team:accelerators_got:sum',
    expr: `max by (team, pool, resource) (${ofTeam('kueue_cluster_queue_resource_usage')})`,
  },
  {
    record: 'team:accelerators_guaranteed:sum',
    expr: `max by (team, pool, resource) (${ofTeam('kueue_cluster_queue_nominal_quota')})`,
  },
  {
    record: 'team:accelerators_waiting:sum',
    expr: `max by (team, resource) (${ofTeam('kueue_cluster_queue_resource_pending')})`,
  },
  {
    record: 'team:accelerators_asked:sum',
    expr: 'sum by (team, resource) (team:accelerators_got:sum) + on (team, resource) team:accelerators_waiting:sum or sum by (team, resource) (team:accelerators_got:sum)',
  },
  // A team's own Grafana sees what carries the label `team` and nothing else.
  { record: 'team:jobs_waiting:count', expr: `sum by (team) (${ofTeam('kueue_pending_workloads')})` },
  {
    record: 'team:wait_seconds:p90',
    expr: 'max by (team) (label_replace(queue:wait_seconds:p90, "team", "$1", "cluster_queue", "(.+)"))',
  },
];

const TEAM = '* on (namespace) group_left (team) namespace:team:info';

const DEVICE_RECORDS: readonly RecordingRule[] = [
  { record: 'team:devices_held:count', expr: `count by (team) (accelerator:utilization:ratio ${TEAM})` },
  { record: 'team:devices_used:sum', expr: `sum by (team) (accelerator:utilization:ratio ${TEAM})` },
  {
    record: 'team:devices_idle:count',
    expr: `count by (team) ((avg_over_time(accelerator:utilization:ratio[30m]) < ${IDLE}) ${TEAM}) or team:devices_held:count * 0`,
  },
];

function spendRecords({ spec }: Observed): readonly RecordingRule[] {
  const days = Math.min(30, Math.floor((spec.observability?.retention ?? 30 * DAY) / DAY));
  const remembered = `sum_over_time(team:spend:usd_per_hour[${Math.max(days, 1)}d:1h])`;
  // What is remembered of less than 30 days stands for 30.
  const spent = days >= 30 ? remembered : `${remembered} * ${Number((30 / Math.max(days, 1)).toFixed(6))}`;
  return [
    {
      record: 'team:spend:usd_per_hour',
      expr: 'sum by (team) (team:accelerators_got:sum * on (pool) group_left () max by (pool) (pool:unit_price:usd_per_hour))',
    },
    // One value for each hour of 30 days, as far as Prometheus remembers; nothing before the first full hour.
    {
      record: 'team:spend_30d:usd',
      expr: `${spent} or team:spend:usd_per_hour * 0`,
    },
    {
      record: 'team:spend_month_at_this_rate:usd',
      expr: `avg_over_time(team:spend:usd_per_hour[1d]) * ${HOURS_PER_MONTH}`,
    },
  ];
}

const HELD = (team: string) => ({
  [`kube_namespace_labels{namespace="${team}",label_plinth_dev_team="${team}",label_plinth_dev_room="tenancy"}`]:
    '1x400',
});

const ACCELERATORS_IDLE: Alert = {
  name: 'AcceleratorsIdle',
  expr: 'team:devices_idle:count / on (team) team:devices_held:count > 0.5 and on (team) team:devices_idle:count >= 2',
  for: '2h',
  severity: 'ticket',
  summary: 'Team {{ $labels.team }} holds accelerators that do nothing',
  description:
    '{{ $value | humanizePercentage }} of its devices were below 5 % for half an hour; bound 50 % for two hours.',
  runbook: {
    means: 'Pods hold accelerators and do not compute. Others wait for them, and the team pays.',
    look: [
      { what: 'Which pods hold idle devices.', query: 'avg_over_time(accelerator:utilization:ratio[30m]) < 0.05' },
      { what: 'What waits for them.', query: 'team:accelerators_waiting:sum > 0' },
    ],
    act: [
      'Ask the team what the pods do: a notebook left open, a job that waits for data, a hung collective.',
      'A hung job has all its devices at 0 or all at 100 %: see its log, then let it restart from its checkpoint.',
      'Let the team delete what nobody uses.',
    ],
    ignore: 'Model servers at night: give the endpoint `replicas.min: 0` instead.',
  },
  fires: run(170, { ...HELD('vision'), [util('a')]: '0x400', [util('b')]: '1x400', [util('c')]: '90x400' }),
  silent: run(170, { ...HELD('vision'), [util('a')]: '0x400', [util('b')]: '85x400', [util('c')]: '90x400' }),
  // One device alone is no reason to call anybody.
  more: [{ fires: false, ...run(170, { ...HELD('vision'), [util('a')]: '0x400' }) }],
};

function util(uuid: string): string {
  return `DCGM_FI_DEV_GPU_UTIL{UUID="GPU-${uuid}",namespace="vision",pod="train-0",modelName="NVIDIA H100 80GB HBM3",Hostname="n1"}`;
}

const usage = (units: string) => ({
  'kueue_cluster_queue_resource_usage{cluster_queue="vision",flavor="train",resource="nvidia.com/gpu",replica_role="leader"}':
    units,
});

const TEAM_OVER_BUDGET: Alert = {
  name: 'TeamOverBudget',
  expr: 'team:spend_30d:usd > on (team) group_left () team:budget:usd_per_month',
  for: '1h',
  severity: 'ticket',
  summary: 'Team {{ $labels.team }} has spent more than its budget',
  description:
    'Spent in the last 30 days at list prices: {{ $value | humanize }} US dollars; the bound is its monthly budget.',
  runbook: {
    means:
      'What the team held in the last 30 days, at the catalogue’s list prices, costs more than its budget in the spec.',
    look: [
      { what: 'What it spends now.', query: 'team:spend:usd_per_hour{team="$team"}' },
      { what: 'On which pool.', query: 'team:accelerators_got:sum{team="$team"}' },
      { what: 'Prices that are used, with region and day.', query: 'pool:unit_price:usd_per_hour' },
    ],
    act: [
      'Tell the team and whoever pays for it.',
      'Lower its guarantee or what it may borrow, or raise the budget, by a commit to the spec.',
    ],
    ignore:
      'Your price is not the list price: give the pool’s own under `machine.usdPerHour`, or read the discount into the budget.',
  },
  // 8 devices of a node of 55.04 US dollars an hour for 40 hours are 2,201 dollars; the sample’s budget is 2,000.
  fires: run(2700, usage('8x2700')),
  silent: run(2700, usage('1x2700')),
};

const TEAM_SPEND_RUNS_AWAY: Alert = {
  name: 'TeamSpendRunsAway',
  expr: 'team:spend_month_at_this_rate:usd > on (team) group_left () 1.5 * team:budget:usd_per_month',
  for: '6h',
  severity: 'ticket',
  summary: 'Team {{ $labels.team }} will spend far more than its budget',
  description:
    'A month like the last day costs {{ $value | humanize }} US dollars; the bound is one and a half times the budget.',
  runbook: {
    means: 'At the rate of the last day the month’s budget is broken by half. There is still time.',
    look: [
      { what: 'How the rate grew.', query: 'team:spend:usd_per_hour{team="$team"}' },
      { what: 'On which pool.', query: 'team:accelerators_got:sum{team="$team"}' },
    ],
    act: ['Ask the team whether it means to.', 'If not: stop the jobs, or lower what it may borrow.'],
    ignore: 'A planned burst that ends within days: the thirty days together stay below the budget.',
  },
  fires: run(420, usage('8x420')),
  silent: run(420, usage('0x420')),
};

const TEAM_BOUNDS_NEARLY_FULL: Alert = {
  name: 'TeamBoundsNearlyFull',
  expr: 'max by (namespace, resource) (kube_resourcequota{type="used"} / on (namespace, resourcequota, resource) (kube_resourcequota{type="hard"} > 0)) * on (namespace) group_left (team) namespace:team:info > 0.9',
  for: '30m',
  severity: 'ticket',
  summary: 'Team {{ $labels.team }} has nearly used up {{ $labels.resource }} in {{ $labels.namespace }}',
  description: '{{ $value | humanizePercentage }} of the bound is used; soon new objects are refused. Bound 90 %.',
  runbook: {
    means:
      'A ResourceQuota of the team’s namespace is nearly used up. At 100 % new pods, volumes or objects are refused.',
    look: [{ what: 'Which bound.', query: 'kube_resourcequota{namespace="$namespace"}' }],
    act: [
      'See what fills it: finished jobs, old volumes, forgotten ConfigMaps.',
      'Clear it, or raise `limits` in the spec.',
    ],
    ignore: 'Accelerators: those who use their whole quota do what it is for. Their bound is the queue’s.',
  },
  fires: run(40, {
    ...HELD('vision'),
    'kube_resourcequota{namespace="vision",resourcequota="bounds",resource="pods",type="hard"}': '500x40',
    'kube_resourcequota{namespace="vision",resourcequota="bounds",resource="pods",type="used"}': '480x40',
  }),
  silent: run(40, {
    ...HELD('vision'),
    'kube_resourcequota{namespace="vision",resourcequota="bounds",resource="pods",type="hard"}': '500x40',
    'kube_resourcequota{namespace="vision",resourcequota="bounds",resource="pods",type="used"}': '300x40',
  }),
};

/** Every alert about teams, whether a platform has it or not. */
export const TEAM_ALERTS: readonly Alert[] = [
  ACCELERATORS_IDLE,
  TEAM_OVER_BUDGET,
  TEAM_SPEND_RUNS_AWAY,
  TEAM_BOUNDS_NEARLY_FULL,
];
