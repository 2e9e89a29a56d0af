import type { Construct } from 'constructs';
import type { PolicyException } from '../../spec/policy.ts';
import type { LabelSelector, MatchCondition } from '../imports/kubernetes.gen.ts';
import { AdmissionRule, type AdmissionRuleProps, TEAM_LABELS } from '../tenancy/index.ts';
import { exceptionLines, teamsExempt } from './exceptions.ts';

/** What becomes of what a policy is against. */
export type Verdict = 'enforce' | 'audit';

/** A policy that the API server itself decides. What goes away is never looked at. */
export interface AdmissionPolicyProps extends Omit<AdmissionRuleProps, 'actions' | 'annotations'> {
  /** What it refuses, in one sentence; stands as an annotation. */
  readonly refuses: string;
  /** Exceptions from it. @default - none */
  readonly exceptions?: readonly PolicyException[];
  /** `audit` lets pass, and tells the user and the audit log. @default enforce */
  readonly verdict?: Verdict;
}

/** What goes away may go, whatever it is: a refused change would hold up its finalizers. */
const STAYS: MatchCondition = {
  name: 'not-ending',
  expression: 'object == null || !has(object.metadata.deletionTimestamp)',
};

/** Something that the API server refuses by itself: no webhook that could be down. Fails closed. */
export class AdmissionPolicy extends AdmissionRule {
  /** Name of the policy. */
  public readonly policyName: string;

  public constructor(scope: Construct, id: string, props: AdmissionPolicyProps) {
    const { conditions = [], exceptions = [], namespaces, refuses, verdict, ...rule } = props;
    super(scope, id, {
      ...rule,
      annotations: { 'plinth.dev/refuses': refuses, ...exceptionLines(exceptions) },
      conditions: [STAYS, ...conditions],
      namespaces: without(namespaces, teamsExempt(exceptions)),
      actions: verdict === 'audit' ? ['Warn', 'Audit'] : ['Deny'],
    });
    this.policyName = props.name;
  }
}

/** Namespaces of teams. */
export const TEAM_NAMESPACES: LabelSelector = { matchExpressions: [{ key: TEAM_LABELS.team, operator: 'Exists' }] };

/** Namespaces that the platform made for itself. */
export const PLATFORM_NAMESPACES: LabelSelector = {
  matchExpressions: [
    { key: 'plinth.dev/room', operator: 'Exists' },
    { key: TEAM_LABELS.team, operator: 'DoesNotExist' },
  ],
};

function without(namespaces: LabelSelector, teams: readonly string[]): LabelSelector {
  if (teams.length === 0) return namespaces;
  const exempt = { key: TEAM_LABELS.team, operator: 'NotIn', values: teams } as const;
  return { ...namespaces, matchExpressions: [...(namespaces.matchExpressions ?? []), exempt] };
}
