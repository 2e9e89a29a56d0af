import type { Seconds } from './units.ts';

/** What one job of many accelerators goes through. */
export interface GangFaults {
  /** Accelerators of the job; it stops when one of them fails. At least 1. */
  readonly accelerators: number;
  /** Expected time between two failures of one accelerator. */
  readonly meanTimeBetweenFailures: Seconds;
  /** Time between two checkpoints. */
  readonly every: Seconds;
  /** How long training stands still for one checkpoint. */
  readonly stall: Seconds;
  /** Time from a failure until the job trains again. */
  readonly restart: Seconds;
}

/** How much of its time a job really trains, and where the rest goes. Shares are of 1. */
export interface Goodput {
  /** Expected time between two interruptions of the job. */
  readonly meanTimeBetweenInterruptions: Seconds;
  /** Share that goes into writing checkpoints. */
  readonly checkpointing: number;
  /** Share that is computed again after a failure: on average half an interval. */
  readonly recomputing: number;
  /** Share that goes into restarts. */
  readonly restarting: number;
  /** What is left; 0 where the rest is more than all. */
  readonly useful: number;
}

/**
 * Expected useful share of a job's time, by the first-order model of Young and Daly.
 *
 * It holds while the interval is short against the time between interruptions; beyond that the job hardly trains, and the
 * model says so with a share near 0.
 */
export function goodput({ accelerators, every, meanTimeBetweenFailures, restart, stall }: GangFaults): Goodput {
  const interruptions = meanTimeBetweenFailures / accelerators;
  const checkpointing = stall / every;
  const recomputing = every / (2 * interruptions);
  const restarting = restart / interruptions;
  return {
    meanTimeBetweenInterruptions: interruptions as Seconds,
    checkpointing,
    recomputing,
    restarting,
    useful: Math.max(0, 1 - checkpointing - recomputing - restarting),
  };
}

/** The interval between checkpoints that leaves most time for training: the square root of twice stall times interruption time. */
export function bestInterval({ accelerators, meanTimeBetweenFailures, stall }: Omit<GangFaults, 'every'>): Seconds {
  return Math.sqrt((2 * stall * meanTimeBetweenFailures) / accelerators) as Seconds;
}
