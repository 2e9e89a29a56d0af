import { Construct } from 'constructs';
import type { PolicyException } from '../../spec/policy.ts';
import {
  type LabelSelector,
  type MatchCondition,
  type NamedRuleWithOperations,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  type Validation,
  type Variable,
} from '../imports/kubernetes.gen.ts';
import { TEAM_LABELS } from '../tenancy/index.ts';
import { exceptionLines, teamsExempt } from './exceptions.ts';

/** What becomes of what a policy is against. */
export type Verdict = 'enforce' | 'audit';

/** A policy that the API server itself decides. */
export interface AdmissionPolicyProps {
  /** Name of the policy and of its binding. */
  readonly name: string;
  /** What it refuses, in one sentence; stands as an annotation. */
  readonly refuses: string;
  /** Requests that are looked at. */
  readonly on: readonly NamedRuleWithOperations[];
  /** Namespaces in which it holds. */
  readonly namespaces: LabelSelector;
  /** Conditions under which a request is looked at. What goes away is never looked at. @default - each is */
  readonly conditions?: readonly MatchCondition[];
  /** Values that the validations use. @default - none */
  readonly variables?: readonly Variable[];
  /** What must hold, each with the words that a refused user reads: what is wrong, and the fix. */
  readonly validations: readonly Validation[];
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
export class AdmissionPolicy extends Construct {
  /** Name of the policy. */
  public readonly policyName: string;

  public constructor(scope: Construct, id: string, props: AdmissionPolicyProps) {
    super(scope, id);
    const { name, on, refuses, validations, variables } = props;
    const exceptions = props.exceptions ?? [];
    this.policyName = name;
    new ValidatingAdmissionPolicy(this, 'policy', {
      metadata: { name, annotations: { 'plinth.dev/refuses': refuses, ...exceptionLines(exceptions) } },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: on },
        matchConditions: [STAYS, ...(props.conditions ?? [])],
        ...(variables === undefined ? {} : { variables }),
        validations,
      },
    });
    new ValidatingAdmissionPolicyBinding(this, 'binding', {
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: props.verdict === 'audit' ? ['Warn', 'Audit'] : ['Deny'],
        matchResources: { namespaceSelector: without(props.namespaces, teamsExempt(exceptions)) },
      },
    });
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
