import type { RecordedJob } from '../recording/recording.ts';
import type { ClosedSpan } from './spans.ts';

/** When a job's first pod started. Unit: seconds. @returns nothing if none ever did */
export function startOf(job: RecordedJob): number | undefined {
  return job.pods.reduce<number | undefined>(
    (first, { from }) => (first === undefined ? from : Math.min(first, from)),
    undefined,
  );
}

/**
 * How long a job waited for its first pod; without one, until it ended or the watching did. Unit: seconds.
 *
 * @returns nothing for a job that the API server refused: it waited for nothing
 */
export function waitOf(job: RecordedJob, endedAt: number): number | undefined {
  if (job.outcome === 'refused') return undefined;
  return Math.max(0, (startOf(job) ?? job.finishedAt ?? endedAt) - job.submittedAt);
}

/**
 * When a job waited to run: before its first pod, between a run that was ended and the next one, and at the end of the
 * watching if it was waiting then. What lies between its last pod and its end is no waiting.
 */
export function waitingSpans(job: RecordedJob, endedAt: number): ClosedSpan[] {
  if (job.outcome === 'refused') return [];
  const gaps: ClosedSpan[] = [];
  let free = job.submittedAt;
  for (const { from, to } of job.pods.toSorted((a, b) => a.from - b.from)) {
    if (from > free) gaps.push({ from: free, to: from });
    free = Math.max(free, to ?? endedAt);
  }
  const stillWaiting = job.outcome === 'waiting' || job.pods.length === 0;
  const end = job.finishedAt ?? endedAt;
  return stillWaiting && end > free ? [...gaps, { from: free, to: end }] : gaps;
}
