import type { Price } from '../../catalog/index.ts';

/** What was seen of one pool. */
export interface PoolFigures {
  /** Pool. */
  readonly pool: string;
  /** Accelerator as its maker writes it. @default - nodes without accelerators */
  readonly accelerator?: string;
  /** What its quotas count, in the plural: `accelerators`, `partitions 1g.10gb`, `shares` or `vCPUs`. */
  readonly unit: string;
  /** Units that one node offers. */
  readonly unitsPerNode: number;
  /** How its nodes are obtained, such as `onDemand`. */
  readonly capacity: string;
  /** Nodes that existed at the same time. */
  readonly nodes: {
    /** Most of them. */
    readonly largest: number;
    /** Mean over the rehearsal. */
    readonly mean: number;
  };
  /** Hours that its nodes existed, added up. */
  readonly nodeHours: number;
  /** Hours that its units existed, added up: the law `used + idle = offered` holds. */
  readonly offeredUnitHours: number;
  /** Hours that pods held units. */
  readonly usedUnitHours: number;
  /** Hours that nobody held units. */
  readonly idleUnitHours: number;
  /** Used divided by offered. Range 0–1. @default - no node existed */
  readonly useShare?: number;
  /** Free units that could not be used. */
  readonly fragmentation: Fragmentation;
  /** List price of one node, with place and day. @default - unknown */
  readonly price?: Price;
  /** What its nodes cost. @default - the price is unknown and there were nodes */
  readonly usd?: number;
  /** The part of it for units that nobody held. @default - as for `usd` */
  readonly usdIdle?: number;
}

/**
 * Free units that could not be used because they lie scattered over nodes.
 *
 * At every moment, a job that waits for the pool is *blocked* if all free units together are enough for it, but its pods,
 * each of which needs its units on one node, cannot all be placed. Quotas, priorities and topology are left aside: a
 * blocked job could not have been placed even with all quota of the world.
 *
 * Units are *stranded* for a waiting job where a node has free units, but fewer than one pod of it needs; with several
 * waiting jobs the mean over them counts. That is the measure of Weng et al., "Beware of Fragmentation", USENIX ATC 2023,
 * with the jobs that wait as the workload to expect.
 */
export interface Fragmentation {
  /** Time during which at least one job was blocked, divided by the time of the rehearsal. Range 0–1. */
  readonly blockedShare: number;
  /** The same time. */
  readonly blockedSeconds: number;
  /** Hours that units were stranded, added up; 0 while nothing waits. */
  readonly strandedUnitHours: number;
}
