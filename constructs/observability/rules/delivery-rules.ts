import type { Observed } from './observed.ts';
import { run } from './proof.ts';
import type { Alert, RuleGroup, Series } from './rule.ts';
import type { Slo } from './slo.ts';

const app = (sync: string, health: string) =>
  `argocd_app_info{namespace="argocd",name="platform",project="plinth",dest_server="https://kubernetes.default.svc",sync_status="${sync}",health_status="${health}"}`;

const NOT_SYNCED: Alert = {
  name: 'ReleaseNotSynced',
  expr: 'max by (name, sync_status) (argocd_app_info{sync_status!="Synced"}) == 1',
  for: '30m',
  severity: 'ticket',
  summary: 'Application {{ $labels.name }} is not what Git says',
  description: 'Its state has been {{ $labels.sync_status }} for half an hour.',
  runbook: {
    means: 'What was merged is not in the cluster, or somebody changed the cluster by hand.',
    look: [
      { what: 'All that are not synced.', query: 'argocd_app_info{sync_status!="Synced"}' },
      { what: 'Syncs that failed.', query: 'sum by (name, phase) (increase(argocd_app_sync_total[1h]))' },
    ],
    act: [
      '`argocd app diff $name`: an object that is refused, or one that something else keeps changing.',
      'Refused: the message names the policy or webhook. Mend it in Git.',
      'Changed by hand: let it be taken back, or take it into Git.',
    ],
    ignore: 'A wave that waits for the one before it, while that one makes progress.',
  },
  fires: run(45, { [app('OutOfSync', 'Healthy')]: '1x45' }),
  silent: run(45, { [app('OutOfSync', 'Healthy')]: '1x10 _x35', [app('Synced', 'Healthy')]: '_x10 1x35' }),
};

const UNHEALTHY: Alert = {
  name: 'ReleaseUnhealthy',
  expr: 'max by (name, health_status) (argocd_app_info{health_status=~"Degraded|Missing"}) == 1',
  for: '15m',
  severity: 'page',
  summary: 'Application {{ $labels.name }} is {{ $labels.health_status }}',
  description: 'What Git says is in the cluster, and does not work, for a quarter of an hour.',
  runbook: {
    means: 'A part of the platform does not come up. Later waves wait for it.',
    look: [
      { what: 'All that are not healthy.', query: 'argocd_app_info{health_status!~"Healthy|Progressing"}' },
      { what: 'Promises that are broken now.', query: 'max by (slo) (slo:error_ratio:1h) > 0.01' },
    ],
    act: ['`argocd app get $name`: which object.', 'Began with a commit? Revert it.'],
    ignore: 'Never.',
  },
  fires: run(30, { [app('Synced', 'Degraded')]: '1x30' }),
  silent: run(30, { [app('Synced', 'Degraded')]: '1x5 _x25', [app('Synced', 'Healthy')]: '_x5 1x25' }),
};

const reconciled = (result: string, values: string) => ({
  [`controller_runtime_reconcile_total{namespace="flux-system",controller="kustomization",result="${result}"}`]: values,
});

const FLUX_FAILS: Alert = {
  name: 'DeliveryReconcileFails',
  expr: [
    'sum by (controller) (increase(controller_runtime_reconcile_total{controller=~"kustomization|helmrelease|ocirepository|gitrepository",result="error"}[30m])) > 2',
    'and sum by (controller) (increase(controller_runtime_reconcile_total{controller=~"kustomization|helmrelease|ocirepository|gitrepository",result=~"success|requeue_after"}[30m])) == 0',
  ].join(' '),
  for: '15m',
  severity: 'ticket',
  summary: 'Flux cannot apply what Git says ({{ $labels.controller }})',
  description: '{{ $value | humanize }} tries in half an hour failed and none succeeded.',
  runbook: {
    means: 'What was merged does not reach the cluster.',
    look: [
      {
        what: 'Tries by result.',
        query: 'sum by (controller, result) (rate(controller_runtime_reconcile_total{namespace="flux-system"}[5m]))',
      },
    ],
    act: ['`flux get all -A --status-selector ready=false`: the message says why.', 'Began with a commit? Revert it.'],
    ignore: 'A wave that waits for the one before it, while that one makes progress.',
  },
  fires: run(60, { ...reconciled('error', '0+1x60'), ...reconciled('success', '5x60') }),
  silent: run(60, { ...reconciled('error', '0+1x60'), ...reconciled('success', '5+1x60') }),
};

/** Rules of the delivery, of whichever kind it is; plain delivery has nothing that runs. */
export function deliveryGroup({ spec }: Observed): RuleGroup {
  const { kind } = spec.delivery;
  return {
    name: 'plinth.delivery',
    room: 'delivery',
    interval: '1m',
    records: [],
    alerts: kind === 'argocd' ? [NOT_SYNCED, UNHEALTHY] : kind === 'flux' ? [FLUX_FAILS] : [],
  };
}

const synced = (phase: string, values: string): Series => ({
  series: `argocd_app_sync_total{namespace="argocd",name="platform",project="plinth",dest_server="https://kubernetes.default.svc",phase="${phase}",dry_run="false"}`,
  values,
});

/** What is promised about deliveries by Argo CD: what is merged arrives. */
export const DELIVERY_SLOS: readonly Slo[] = [
  {
    name: 'syncs',
    alert: 'Syncs',
    title: 'What is merged arrives',
    room: 'delivery',
    objective: 0.95,
    atLeast: 5,
    bad: 'sum(rate(argocd_app_sync_total{phase=~"Error|Failed"}[5m]))',
    total: 'sum(rate(argocd_app_sync_total[5m]))',
    runbook: {
      means: 'Syncs of Argo CD fail, again and again.',
      look: [
        {
          what: 'Which applications.',
          query: 'sum by (name) (increase(argocd_app_sync_total{phase=~"Error|Failed"}[1h])) > 0',
        },
      ],
      act: [
        '`argocd app get <name>`: the message of the last operation.',
        'Objects that are refused: mend them in Git.',
        'Git cannot be reached: its address, its key, the network rule.',
      ],
      ignore: 'The first hour of a new platform, while its waves wait for each other.',
    },
    proof: {
      failing: [synced('Succeeded', '0+1xN'), synced('Failed', '0+6xN')],
      healthy: [synced('Succeeded', '0+6xN'), synced('Failed', '0xN')],
    },
  },
];

/** Every alert about deliveries, whether a platform has it or not. */
export const DELIVERY_ALERTS: readonly Alert[] = [NOT_SYNCED, UNHEALTHY, FLUX_FAILS];
