import type { JobOutcome } from '../recording/recording.ts';

/** Percentiles of a number of values, in their unit. */
export interface Spread {
  /** Half of the values are at most this. */
  readonly p50: number;
  /** 95 of 100 values are at most this. */
  readonly p95: number;
  /** The largest. */
  readonly max: number;
}

/** How long a number of jobs waited. */
export interface WaitFigures {
  /** Jobs that were submitted. */
  readonly jobs: number;
  /** Jobs that never had a pod, although the API server took them. */
  readonly neverStarted: number;
  /**
   * From submission to the first pod; of jobs that never started, to their end or the end of the watching. Jobs that the
   * API server refused waited for nothing and are left out.
   *
   * @default - no job was taken
   */
  readonly waitSeconds?: Spread;
  /** How many jobs ended in which way; all ways are there. */
  readonly outcomes: Readonly<Record<JobOutcome, number>>;
}

/** How long the jobs of one team waited. */
export interface TeamWaitFigures extends WaitFigures {
  /** Team. */
  readonly team: string;
}

/** What held jobs up, in the words of whoever did. */
export interface Limit {
  /** Jobs that it `held` for a while, that were `refused` for it, or that `failed` of it. */
  readonly effect: 'held' | 'refused' | 'failed';
  /** The words of Kueue or the API server, with `N` in the place of numbers. */
  readonly words: string;
  /** The words as they were said of the first such job. */
  readonly example: string;
  /** Jobs about which they were said last. */
  readonly jobs: number;
  /** Sum of the waits of these jobs. */
  readonly waitSeconds: number;
}

/** How long jobs waited, and for what. */
export interface WaitReport {
  /** All jobs. */
  readonly overall: WaitFigures;
  /** By team, in the order of the spec; teams that submitted nothing are there. */
  readonly teams: readonly TeamWaitFigures[];
  /** What held jobs up, what cost most waiting first. */
  readonly limits: readonly Limit[];
}
