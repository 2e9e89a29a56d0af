import type { RecordedJob, RecordedPod, Recording } from '../recording/recording.ts';
import { HOUR, sum } from './spans.ts';

/**
 * Unit-hours that pods held and that brought nothing. A run is taken to begin anew from nothing, as though no checkpoint had
 * been written: a bound from above for jobs that write them.
 */
export interface LostWork {
  /** Of runs that lost a pod with its node. */
  readonly faults: number;
  /** Of runs that were stopped for another job or for coming up too slowly. */
  readonly evictions: number;
  /** Of runs that failed by themselves. */
  readonly failures: number;
}

/** What jobs lost, by cause. */
export function lostWork({ endedAt }: Recording, jobs: readonly RecordedJob[]): LostWork {
  const lost = jobs.flatMap((job) =>
    job.pods.flatMap((pod) => {
      const cause = lossOf(job, pod, endedAt);
      return cause === undefined ? [] : { cause, hours: (pod.units * ((pod.to ?? endedAt) - pod.from)) / HOUR };
    }),
  );
  const of = (cause: keyof LostWork) => sum(lost.flatMap((each) => (each.cause === cause ? each.hours : [])));
  return { faults: of('faults'), evictions: of('evictions'), failures: of('failures') };
}

/**
 * Why the work of a pod was lost; nothing if it was not.
 *
 * Lost is a pod that failed or went with its node, and one that a controller removed, unless its job succeeded with it: no
 * other pod of it began afterwards, as when a RayJob's workers are removed at its end. The cause is a fault where the pod,
 * or one that ran beside it, went with its node; then an eviction during its life; otherwise a failure.
 */
function lossOf(job: RecordedJob, pod: RecordedPod, endedAt: number): keyof LostWork | undefined {
  if (pod.end === undefined || pod.end === 'succeeded') return undefined;
  const to = pod.to ?? endedAt;
  const begunAnew = job.pods.some(({ from }) => from >= to);
  if (pod.end === 'removed' && job.outcome === 'succeeded' && !begunAnew) return undefined;
  const besides = job.pods.filter((other) => other.from < to && (other.to ?? endedAt) > pod.from);
  if (
    pod.end === 'lost' ||
    (pod.end === 'removed' && besides.some(({ end, to: gone = endedAt }) => end === 'lost' && gone <= to))
  )
    return 'faults';
  return job.evictions.some(({ at }) => at >= pod.from && at <= to) ? 'evictions' : 'failures';
}
