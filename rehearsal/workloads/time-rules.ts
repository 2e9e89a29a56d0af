import type { Finding } from '../../spec/finding.ts';
import type { FaultEntry, GeneratorEntry, JobEntry, ServerEntry, WorkloadsFile } from './workloads-file.ts';
import { type FilePath, mistake, type On } from './workloads-finding.ts';

/** Longest time that a rehearsal simulates. Unit: days. */
const MOST_DAYS = 366;
const DAY = 86_400;
/** Longest time until the last job arrives, at the speed of the file. Unit: real hours. */
const MOST_HOURS = 12;

/** Nothing begins or lasts longer than a year. */
export function* datesWithinBounds({ at, entry }: On<JobEntry | GeneratorEntry>): Iterable<Finding> {
  if ('sizes' in entry) {
    yield* within([...at, 'over'], entry.from + entry.over);
    yield* within([...at, 'duration', 'p95'], entry.duration.p95);
    return;
  }
  yield* within([...at, 'at'], entry.at);
  if (entry.at <= MOST_DAYS * DAY) yield* within([...at, 'every'], entry.at + entry.every * (entry.count - 1));
  yield* within([...at, 'duration'], entry.duration);
}

/** Half of the jobs cannot run longer than 95 of 100 do. */
export function* ordered({ at, entry }: On<JobEntry | GeneratorEntry>): Iterable<Finding> {
  if (!('sizes' in entry) || entry.duration.median <= entry.duration.p95) return;
  yield mistake('WORKLOADS_DURATION_ORDER', [...at, 'duration', 'p95'], {
    problem: `95 of 100 jobs would run shorter than ${entry.duration.p95} s, and half of them longer than ${entry.duration.median} s`,
    fix: 'give a p95 that is not below the median',
  });
}

/** A fault happens within a year. */
export function* faultWithinBounds({ at, entry }: On<FaultEntry>): Iterable<Finding> {
  yield* within([...at, 'at'], entry.at);
}

/** The load of a server changes within a year. */
export function* loadWithinBounds({ at, entry: { load } }: On<ServerEntry>): Iterable<Finding> {
  for (const [index, step] of load.entries()) yield* within([...at, 'load', index, 'at'], step.at);
}

/** The last job or change of load comes while somebody still waits for the report. */
export function* notTooSlow({ generate, jobs, servers, speed }: WorkloadsFile): Iterable<Finding> {
  const last = Math.max(
    0,
    ...jobs.map(({ at, count, every }) => at + every * (count - 1)),
    ...generate.map(({ from, over }) => from + over),
    ...servers.map(({ load, scaleDown }) => (load.at(-1)?.at ?? 0) + scaleDown),
  );
  if (last > MOST_DAYS * DAY || last / speed <= MOST_HOURS * 3_600) return;
  yield mistake('WORKLOADS_SPEED_LOW', ['speed'], {
    problem: `at ${speed} simulated seconds in a real one, the last job or change of load comes after ${Math.ceil(last / speed / 3_600)} real hours; at most ${MOST_HOURS} are waited`,
    fix: `give at least ${Math.ceil(last / (MOST_HOURS * 3_600))}`,
  });
}

function* within(at: FilePath, seconds: number): Iterable<Finding> {
  if (seconds <= MOST_DAYS * DAY) return;
  yield mistake('WORKLOADS_TIME_BEYOND', at, {
    problem: `it ends ${Math.ceil(seconds / DAY)} days after the beginning; a rehearsal simulates at most ${MOST_DAYS}`,
    fix: 'give a shorter time',
  });
}
