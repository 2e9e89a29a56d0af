import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A Google reservation lies in one zone; of a block in it GKE wants to be told which. */
export function* reservationZones({ pools, target }: PlatformSpec): Iterable<Finding> {
  if (target.kind !== 'gcp') return;
  for (const [index, { capacity, zones }] of pools.entries()) {
    if (capacity.kind !== 'reservation' || !capacity.reservation.includes('/reservationBlocks/')) continue;
    if (zones.length === 1) continue;
    yield {
      code: 'POOL_RESERVATION_ZONES',
      level: 'error',
      at: pathText(['pools', index, 'zones']),
      problem: `the block ${capacity.reservation} lies in one zone, and ${zones.length} are named`,
      fix: 'name the zone of the reservation, and only that',
    };
  }
}
