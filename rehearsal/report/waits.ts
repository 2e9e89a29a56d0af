import type { JobOutcome, RecordedJob, Recording } from '../recording/recording.ts';
import { startOf, waitOf } from './job-life.ts';
import { limits } from './limits.ts';
import { spreadOf } from './percentile.ts';
import type { WaitFigures, WaitReport } from './wait-figures.ts';

/** How long jobs waited, over all and by team, and what held them up. */
export function waits({ endedAt, jobs }: Recording, teams: readonly string[]): WaitReport {
  return {
    overall: waitFigures(jobs, endedAt),
    teams: teams.map((team) => ({
      team,
      ...waitFigures(
        jobs.filter((job) => job.team === team),
        endedAt,
      ),
    })),
    limits: limits(jobs, endedAt),
  };
}

function waitFigures(jobs: readonly RecordedJob[], endedAt: number): WaitFigures {
  const waitSeconds = spreadOf(jobs.flatMap((job) => waitOf(job, endedAt) ?? []));
  return {
    jobs: jobs.length,
    neverStarted: jobs.filter(neverStarted).length,
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
    outcomes: outcomesOf(jobs),
  };
}

/** Whether a job never had a pod, although the API server took it. */
export function neverStarted(job: RecordedJob): boolean {
  return job.outcome !== 'refused' && startOf(job) === undefined;
}

function outcomesOf(jobs: readonly RecordedJob[]): Record<JobOutcome, number> {
  const counts = { succeeded: 0, running: 0, waiting: 0, failed: 0, refused: 0 };
  for (const { outcome } of jobs) counts[outcome] += 1;
  return counts;
}
