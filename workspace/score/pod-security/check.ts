import type { Pod } from './pod.ts';

/** Levels that forbid something. */
export type CheckedLevel = 'baseline' | 'restricted';

/** One setting that a level forbids, or asks for and does not get. */
export interface PodViolation {
  /** Path inside of the pod, such as `spec.containers[0].securityContext.privileged`. */
  readonly field: string;
  /** What is there and what is allowed. */
  readonly problem: string;
}

/** Everything that a pod does against one check. Pure. */
export type PodCheckFunction = (pod: Pod) => readonly PodViolation[];

/** One form of a check. */
export interface CheckRevision {
  /** First minor of Kubernetes 1 that has this form. */
  readonly since: number;
  /** Checks of the baseline that this one is in place of. @default - none */
  readonly insteadOf?: readonly string[];
  /** The check itself. */
  readonly violations: PodCheckFunction;
}

/** One check of the Pod Security Standards, in all its forms. */
export interface PodSecurityCheck {
  /** Name of the check, as the admission controller calls it. */
  readonly id: string;
  /** Level that it belongs to; restricted pods must pass those of the baseline too. */
  readonly level: CheckedLevel;
  /** Its forms, oldest first. */
  readonly revisions: readonly CheckRevision[];
}

/** A check that pods of Windows pass: it asks for something that only Linux has. */
export function linuxOnly(violations: PodCheckFunction): PodCheckFunction {
  return (pod) => (pod.spec.os?.name === 'windows' ? [] : violations(pod));
}

/** A check that pods with users of their own pass: root in them is nobody on the machine. */
export function hostUsersOnly(violations: PodCheckFunction): PodCheckFunction {
  return (pod) => (pod.spec.hostUsers === false ? [] : violations(pod));
}
