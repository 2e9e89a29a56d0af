import type { RecordedJob } from '../recording/recording.ts';
import type { Amount } from './step-series.ts';

/** Kueue's reason for stopping a job so that another can run. */
const PREEMPTED = 'Preempted';
/** Kueue's finer reason: the other job's team takes back what belongs to it. */
const RECLAIMED = 'InCohortReclamation';

/**
 * Units that a job held beyond its team's guarantee: from each admission to the eviction after it, the job's end, or the
 * end of the watching. The amount is that of the moment of admission; what other jobs of the team free later is not
 * counted against it.
 */
export function borrowedUnits(job: RecordedJob, endedAt: number): Amount[] {
  return job.admissions.flatMap(({ at, borrowed }) => {
    const eviction = job.evictions.find((each) => each.at >= at)?.at;
    const to = Math.min(eviction ?? Number.POSITIVE_INFINITY, job.finishedAt ?? endedAt, endedAt);
    return borrowed > 0 && to > at ? { from: at, to, amount: borrowed } : [];
  });
}

/** Evictions by what they were for. */
export function evictionCounts(jobs: readonly RecordedJob[]) {
  const all = jobs.flatMap((job) => job.evictions.map((eviction) => ({ ...eviction, units: job.units })));
  const preempted = all.filter(({ reason }) => reason === PREEMPTED);
  const reclaimed = all.filter(({ cause }) => cause === RECLAIMED);
  return {
    preemptions: preempted.length,
    otherEvictions: all.length - preempted.length,
    reclaimed: { evictions: reclaimed.length, units: reclaimed.reduce((total, { units }) => total + units, 0) },
  };
}
