import { namedZones } from '../../spec/named-zones.ts';
import type { AwsTarget } from '../../spec/target.ts';

/** Zones of a cluster whose spec names none. Three survive the loss of one without doubling the machines. */
const USUAL_ZONES = 3;
/** Regions that offer an account only two zones. */
const TWO_ZONES = ['us-west-1'];

/** Zones in which EKS takes no subnets of the control plane, by their ids (EKS, "network requirements"). */
export const ZONES_WITHOUT_EKS = ['use1-az3', 'usw1-az2', 'cac1-az3'];

/** How many zones a cluster spreads over. Known before AWS is asked which: the number and the order give subnets their names. */
export function zoneCount({ network, region, zones }: Pick<AwsTarget, 'network' | 'region' | 'zones'>): number {
  const named = namedZones({ network, zones }).length;
  if (named > 0) return named;
  return TWO_ZONES.includes(region) ? 2 : USUAL_ZONES;
}

/**
 * The zone at a place in the list that AWS gave.
 *
 * @throws {Error} if the region has too few.
 */
export function zoneAt(region: string, names: readonly string[], index: number): string {
  const name = [...names].sort()[index];
  if (name !== undefined) return name;
  throw new Error(`${region} offers this account only ${names.length} zones: write those to use as target.zones`);
}

/** A subnet and the zone that it lies in. */
export interface ZonedSubnet {
  readonly zone: string;
  readonly id: string;
}

/**
 * Ids of the subnets in some zones; of all where none is named.
 *
 * @throws {Error} if there is none in one of them.
 */
export function subnetsIn(subnets: readonly ZonedSubnet[], names: readonly string[]): string[] {
  const missing = names.find((name) => !subnets.some(({ zone }) => zone === name));
  if (missing !== undefined) {
    const found = subnets.map(({ zone }) => zone).join(', ');
    throw new Error(`the cluster reaches into ${found}, not into ${missing}: name all of them in target.zones`);
  }
  return subnets.filter(({ zone }) => names.length === 0 || names.includes(zone)).map(({ id }) => id);
}
