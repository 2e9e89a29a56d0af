import { run } from './proof.ts';
import type { Alert, RuleGroup, Series } from './rule.ts';
import type { Slo } from './slo.ts';

const refused = (error: string, values: string) => ({
  [`apiserver_admission_webhook_rejection_count{name="ivpol.validate.kyverno.svc-fail",type="validating",operation="CREATE",error_type="${error}",rejection_code="0"}`]:
    values,
});

const UNANSWERED: Alert = {
  name: 'SignaturesUnanswered',
  expr: 'sum(increase(apiserver_admission_webhook_rejection_count{name=~".*kyverno.*",error_type="calling_webhook_error"}[10m])) > 0',
  for: '10m',
  severity: 'page',
  summary: 'New pods of teams are refused: Kyverno does not answer',
  description: '{{ $value | humanize }} were refused in ten minutes although nobody looked at their signatures.',
  runbook: {
    means: 'Nothing that teams start comes up. What runs goes on, and the platform’s own pods never wait for Kyverno.',
    look: [
      {
        what: 'Refusals by cause.',
        query: 'sum by (name, error_type) (rate(apiserver_admission_webhook_rejection_count{name=~".*kyverno.*"}[5m]))',
      },
    ],
    act: [
      '`kubectl -n kyverno get pods`; a registry that answers slowly holds it up as well: its log says which.',
      'Nobody can wait: `policy.images.whenUnanswered: admit` in the spec lets pods in unchecked, until it is taken out.',
    ],
    ignore: 'Never.',
  },
  fires: run(30, refused('calling_webhook_error', '0+1x30')),
  silent: run(30, { ...refused('no_error', '0+1x30'), ...refused('calling_webhook_error', '3x30') }),
};

/** Rules of the room that refuses. */
export const POLICY_GROUP: RuleGroup = {
  name: 'plinth.policy',
  room: 'policy',
  interval: '1m',
  records: [],
  alerts: [UNANSWERED],
};

const OURS = 'policy=~"plinth-.*"';
const checks = (error: string, action: string, values: string): Series => ({
  series: `apiserver_validating_admission_policy_check_total{policy="plinth-image-digests",policy_binding="plinth-image-digests",error_type="${error}",enforcement_action="${action}"}`,
  values,
});

/** What is promised about policies: they say yes or no. A refusal counts as `invalid_error` at the API server, and is no fault. */
export const POLICY_SLOS: readonly Slo[] = [
  {
    name: 'policy-checks',
    alert: 'PolicyChecks',
    title: 'Policies say yes or no',
    room: 'policy',
    objective: 0.999,
    bad: `sum(rate(apiserver_validating_admission_policy_check_total{${OURS},error_type=~"compile_error|out_of_budget"}[5m]))`,
    total: `sum(rate(apiserver_validating_admission_policy_check_total{${OURS}}[5m]))`,
    atLeast: 60,
    runbook: {
      means: 'A policy cannot be worked out, and what it looks at is refused.',
      look: [
        {
          what: 'Which.',
          query: `sum by (policy, error_type) (rate(apiserver_validating_admission_policy_check_total{${OURS},error_type=~"compile_error|out_of_budget"}[5m]))`,
        },
      ],
      act: [
        'compile_error: the cluster is of another version than the policy was written for; `kubectl get validatingadmissionpolicy NAME -o yaml` says so in its status.',
        'out_of_budget: an object with very many containers or labels. Until it is mended, an exception in `policy.exceptions`.',
      ],
      ignore: 'Never.',
    },
    proof: {
      failing: [checks('compile_error', 'deny', '0+60xN')],
      healthy: [checks('no_error', 'allow', '0+60xN'), checks('invalid_error', 'deny', '0+20xN')],
    },
  },
];
