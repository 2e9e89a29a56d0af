import type { LostWork } from './lost-work.ts';

/** What was seen of one team. */
export interface TeamFigures {
  /** Team. */
  readonly team: string;
  /** Unit-hours that its pods held, by pool; pools that it did not use are left out. */
  readonly usedUnitHours: Readonly<Record<string, number>>;
  /** What it took of others' guarantees. */
  readonly borrowed: Borrowed;
  /** What it had to give back to others. */
  readonly reclaimed: Reclaimed;
  /** Times that a job of it was stopped for another one, those for a returning owner included. */
  readonly preemptions: number;
  /** Times that a job of it was stopped for another reason, such as pods that did not come up in time. */
  readonly otherEvictions: number;
  /** Unit-hours that brought nothing, because the run did not end well. */
  readonly lostUnitHours: LostWork;
  /** Its used unit-hours at the price of a unit. @default - it used a pool whose price is unknown */
  readonly usd?: number;
  /**
   * Its money divided by the hours of the rehearsal, times 730 hours of a month: the rehearsed load is taken for the load of
   * every hour.
   *
   * @default - its money is unknown, or nothing was watched
   */
  readonly projectedUsdPerMonth?: number;
  /** Pools that it used and whose price is unknown. */
  readonly unpricedPools: readonly string[];
  /** Its budget and what it would spend. @default - it has none */
  readonly budget?: BudgetFigures;
}

/** Units beyond a team's guarantee, as counted by Kueue's quotas at each admission. */
export interface Borrowed {
  /** Most units at the same time. */
  readonly peakUnits: number;
  /** Hours that units were borrowed, added up. */
  readonly unitHours: number;
}

/** Units that went back to their owner. */
export interface Reclaimed {
  /** Jobs that were stopped for it; a job counts each time. */
  readonly evictions: number;
  /** Units of these jobs. */
  readonly units: number;
}

/** A team's budget beside what the rehearsed load would cost it. */
export interface BudgetFigures {
  /** From the spec. */
  readonly usdPerMonth: number;
  /** The team's `projectedUsdPerMonth` divided by it; more than 1 exceeds it. @default - there is no projection */
  readonly share?: number;
}
