import type { Price } from '../../catalog/index.ts';

/** What a platform will cost, as far as it is known before anything runs. */
export interface PlatformCost {
  readonly pools: readonly PoolCost[];
  readonly teams: readonly TeamCost[];
  /** All pools that have a price. */
  readonly total: MoneyRange;
  /** What holds of all these figures, in one sentence each. */
  readonly assumptions: readonly string[];
}

/** Money of a month, from the least to the most. Unit: US dollars. */
export interface MoneyRange {
  readonly least: number;
  readonly most: number;
}

/** What one pool will cost. */
export interface PoolCost {
  readonly pool: string;
  /** Instance type. @default - a machine of one's own */
  readonly instance?: string;
  /** Accelerators or other units in one node. */
  readonly unitsPerNode: number;
  /** Word for these units. */
  readonly unit: string;
  /** Nodes that are always there, and that there can be. */
  readonly nodes: { readonly min: number; readonly max: number };
  /** How they are obtained. */
  readonly capacity: string;
  /** List price of one node with its region, day and source. @default - unknown */
  readonly price?: Price;
  /** @default - the price is unknown */
  readonly usdPerMonth?: MoneyRange;
}

/** What one team may cost: its share of the nodes, by the units that it may hold. */
export interface TeamCost {
  readonly team: string;
  /** What is guaranteed to it, used all month. Unit: US dollars. @default - a price is unknown */
  readonly guaranteedUsdPerMonth?: number;
  /** The same with all that it may borrow. Unit: US dollars. @default - a price is unknown */
  readonly mostUsdPerMonth?: number;
  /** Pools of its quota whose price is unknown. */
  readonly unpricedPools: readonly string[];
  /** What it may cost by the spec. Unit: US dollars. @default - no limit */
  readonly budgetUsdPerMonth?: number;
}
