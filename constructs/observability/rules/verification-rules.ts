import { run } from './proof.ts';
import type { Alert, RuleGroup, Series } from './rule.ts';
import type { Slo } from './slo.ts';

const analysis = (phase: string) => `analysis_run_info{namespace="vision",name="web-7d9f-2-1",phase="${phase}"}`;

const NOT_JUDGED: Alert = {
  name: 'ReleaseNotJudged',
  expr: 'max by (namespace, name, phase) (analysis_run_info{phase=~"Error|Inconclusive"}) == 1',
  for: '5m',
  severity: 'ticket',
  summary: 'Nobody judged release {{ $labels.namespace }}/{{ $labels.name }}',
  description: 'Its analysis has been {{ $labels.phase }} for 5 minutes: the release stands where it was.',
  runbook: {
    means: 'The judge did not run, or found too little to say. The release neither goes on nor back by itself.',
    look: [
      { what: 'All analyses by phase.', query: 'count by (namespace, phase) (analysis_run_info)' },
      { what: 'Whether Prometheus answers.', query: 'up{job="prometheus"}' },
    ],
    act: [
      '`kubectl -n $namespace describe analysisrun $name`: its message is the verdict’s reason.',
      'Error: the judge’s pod says why: `kubectl -n plinth-verification get pods`.',
      'Inconclusive: too little traffic for the step, or a metric that nobody sends. Give it more weight or time, then `kubectl argo rollouts retry rollout`.',
    ],
    ignore: 'A release that was given up meanwhile.',
  },
  fires: run(15, { [analysis('Error')]: '1x15' }),
  silent: run(15, { [analysis('Running')]: '1x5 _x10', [analysis('Successful')]: '_x5 1x10' }),
};

/** Rules of the room that judges releases. */
export const VERIFICATION_GROUP: RuleGroup = {
  name: 'plinth.verification',
  room: 'verification',
  interval: '1m',
  records: [],
  alerts: [NOT_JUDGED],
};

const reconciled = (metric: string, values: string): Series => ({
  series: `${metric}{namespace="vision",name="web"}`,
  values,
});

/** What is promised about releases that are judged step by step. */
export const VERIFICATION_SLOS: readonly Slo[] = [
  {
    name: 'rollout-steps',
    alert: 'RolloutSteps',
    title: 'Rollouts take their steps',
    room: 'verification',
    objective: 0.99,
    bad: 'sum(rate(rollout_reconcile_error[5m]))',
    total: 'sum(rate(rollout_reconcile_count[5m]))',
    atLeast: 20,
    runbook: {
      means: 'Argo Rollouts cannot do what a rollout asks for: releases stand still, and a bad one is not taken back.',
      look: [
        { what: 'Which.', query: 'sum by (namespace, name) (rate(rollout_reconcile_error[5m])) > 0' },
        { what: 'Rollouts by phase.', query: 'count by (namespace, phase) (rollout_info)' },
      ],
      act: [
        '`kubectl -n argo-rollouts logs deployment/argo-rollouts`: what is refused, and by whom.',
        'A bad release meanwhile: `kubectl argo rollouts abort NAME -n NAMESPACE`.',
      ],
      ignore: 'Never: it is the way back from a bad release.',
    },
    proof: {
      failing: [reconciled('rollout_reconcile_count', '0+60xN'), reconciled('rollout_reconcile_error', '0+60xN')],
      healthy: [reconciled('rollout_reconcile_count', '0+60xN'), reconciled('rollout_reconcile_error', '0xN')],
    },
  },
];
