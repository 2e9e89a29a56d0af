import type { TrainingSpec } from '../../spec/training.ts';
import type { PodFailurePolicy } from '../imports/kubernetes.gen.ts';
import type { TrainingRuntimeFailurePolicy } from '../imports/trainer.gen.ts';

/** Condition of a pod that was evicted, preempted or lost with its node: not the job's own fault. */
const DISRUPTED = [{ type: 'DisruptionTarget', status: 'True' }] as const;

/**
 * How a job goes on after a failure: all its pods start again, from the last checkpoint.
 *
 * A disruption does not count against the retries; neither does an eviction by Kueue, which suspends the job instead of
 * failing it.
 */
export function failurePolicy({ retries }: TrainingSpec): TrainingRuntimeFailurePolicy {
  return {
    maxRestarts: retries,
    // New pods start only when the old ones are gone, so that a gang is never mixed from two attempts.
    restartStrategy: 'BlockingRecreate',
    rules: [
      {
        name: 'disruption',
        action: 'RestartJobSetAndIgnoreMaxRestarts',
        onJobFailureReasons: ['PodFailurePolicy'],
      },
    ],
  };
}

/** A gang cannot go on without one of its pods: a disruption fails its Job with a reason of its own. */
export const GANG_POD_FAILURE: PodFailurePolicy = { rules: [{ action: 'FailJob', onPodConditions: [...DISRUPTED] }] };

/** An elastic job can: the pod is made anew, and its failure is not counted. */
export const ELASTIC_POD_FAILURE: PodFailurePolicy = { rules: [{ action: 'Ignore', onPodConditions: [...DISRUPTED] }] };
