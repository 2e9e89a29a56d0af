import type { PoolSpec } from '../../spec/pool.ts';
import type { GcpTarget } from '../../spec/target.ts';

/** Zones that GKE gives a regional cluster whose spec names none. */
const USUAL_ZONES = 3;

/** Zones of a pool as the spec names them. Empty: GKE chooses, the same for all pools. */
export function zonesOf(target: Pick<GcpTarget, 'zones'>, pool?: Pick<PoolSpec, 'zones'>): readonly string[] {
  return pool === undefined || pool.zones.length === 0 ? target.zones : pool.zones;
}

/** How many zones that makes. */
export function zoneCount(target: Pick<GcpTarget, 'zones'>, pool?: Pick<PoolSpec, 'zones'>): number {
  return zonesOf(target, pool).length || USUAL_ZONES;
}

/** A number of machines, spread evenly. */
export interface Spread {
  /** How many zones they stand in. */
  readonly zones: number;
  /** How many stand in each. */
  readonly perZone: number;
}

/**
 * Spreads machines over as many zones as divide them evenly: GKE knows a size for each zone only, and quotas count on the
 * spec's number. A prime number of machines stands in one zone.
 *
 * @param machines - how many, 1 or more
 * @param zones - how many zones there are, 1 or more
 */
export function spread(machines: number, zones: number): Spread {
  const used = Array.from({ length: zones }, (_, index) => zones - index).find((count) => machines % count === 0) ?? 1;
  return { zones: used, perZone: machines / used };
}
