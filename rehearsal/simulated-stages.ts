import { DEFAULT_DURATION_MILLISECONDS } from './simulated-duration.ts';
import * as template from './simulated-stage-templates.ts';

/** Annotation of a pod: how long its containers run, as a Go duration such as `90s` or `1h30m`. */
export const DURATION_ANNOTATION = 'rehearsal.plinth.dev/duration';

/** Annotation of a pod: `Failed` lets it fail at the end of its duration instead of succeeding. */
export const OUTCOME_ANNOTATION = 'rehearsal.plinth.dev/outcome';

/** Value of {@link OUTCOME_ANNOTATION}: neither, until somebody says so in the pod's status. */
export const OUTCOME_TOLD = 'Told';

/** One rule by which KWOK moves a node or a pod from one state to the next. */
export interface Stage {
  readonly apiVersion: 'kwok.x-k8s.io/v1alpha1';
  readonly kind: 'Stage';
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly resourceRef: { readonly apiGroup: 'v1'; readonly kind: 'Node' | 'Pod' };
    readonly selector: { readonly matchExpressions: readonly Condition[] };
    readonly delay?: object;
    readonly next: { readonly statusTemplate: string } | { readonly delete: true };
  };
}

/** What must stand at a path of the object, a jq expression, for a stage to begin. */
interface Condition {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

const ALIVE: Condition = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };
const DELETED: Condition = { key: '.metadata.deletionTimestamp', operator: 'Exists' };
const RUNNING: Condition = { key: '.status.phase', operator: 'In', values: ['Running'] };
const NOT_RUNNING: Condition = { key: '.status.phase', operator: 'NotIn', values: ['Running'] };
const PENDING: Condition = { key: '.status.phase', operator: 'In', values: ['Pending'] };
const NOT_READY: Condition = {
  key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
  operator: 'NotIn',
  values: ['True'],
};
/** A pod that is always restarted serves something; every other pod is work that ends. */
const ENDS: Condition = { key: '.spec.restartPolicy', operator: 'In', values: ['Never', 'OnFailure'] };
const OUTCOME = `.metadata.annotations["${OUTCOME_ANNOTATION}"]`;
const FAILS: Condition = { key: OUTCOME, operator: 'In', values: ['Failed'] };
const SUCCEEDS: Condition = { key: OUTCOME, operator: 'NotIn', values: ['Failed', OUTCOME_TOLD] };

const AFTER_ITS_DURATION = {
  durationMilliseconds: DEFAULT_DURATION_MILLISECONDS,
  durationFrom: { expressionFrom: `.metadata.annotations["${DURATION_ANNOTATION}"]` },
};

/** Everything the simulated kubelet does: nodes come up, pods start, end and go. */
export const STAGES: readonly Stage[] = [
  stage('node-ready', 'Node', [NOT_READY], { next: { statusTemplate: template.NODE_READY } }),
  stage('pod-running', 'Pod', [ALIVE, PENDING, NOT_READY], { next: { statusTemplate: template.POD_RUNNING } }),
  stage('pod-succeeded', 'Pod', [ALIVE, RUNNING, ENDS, SUCCEEDS], {
    delay: AFTER_ITS_DURATION,
    next: { statusTemplate: template.POD_SUCCEEDED },
  }),
  stage('pod-failed', 'Pod', [ALIVE, RUNNING, ENDS, FAILS], {
    delay: AFTER_ITS_DURATION,
    next: { statusTemplate: template.POD_FAILED },
  }),
  // A kubelet reports how containers ended before it lets a pod go: controllers with a failure policy wait for it.
  stage('pod-terminated', 'Pod', [DELETED, RUNNING], { next: { statusTemplate: template.POD_TERMINATED } }),
  stage('pod-gone', 'Pod', [DELETED, NOT_RUNNING], { next: { delete: true } }),
];

function stage(
  name: string,
  kind: 'Node' | 'Pod',
  when: readonly Condition[],
  then: Pick<Stage['spec'], 'delay' | 'next'>,
): Stage {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: { resourceRef: { apiGroup: 'v1', kind }, selector: { matchExpressions: when }, ...then },
  };
}
