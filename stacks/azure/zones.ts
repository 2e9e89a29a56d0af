import type { AzureTarget } from '../../spec/target.ts';

/** All zones that a region can have. */
const ZONES = ['1', '2', '3'] as const;

/** Regions without zones (Azure, "regions with availability zones"); all others are taken to have three. */
const WITHOUT_ZONES: readonly string[] = [
  'australiacentral',
  'australiacentral2',
  'australiasoutheast',
  'brazilsoutheast',
  'canadaeast',
  'francesouth',
  'germanynorth',
  'jioindiacentral',
  'jioindiawest',
  'koreasouth',
  'northcentralus',
  'norwaywest',
  'southafricawest',
  'southindia',
  'swedensouth',
  'switzerlandwest',
  'uaecentral',
  'ukwest',
  'westcentralus',
  'westindia',
  'westus',
];

/** Whether a region has zones. */
export function hasZones({ region }: Pick<AzureTarget, 'region'>): boolean {
  return !WITHOUT_ZONES.includes(region);
}

/** Zones that a cluster spreads over: the spec's, or all that the region has. */
export function clusterZones(target: Pick<AzureTarget, 'region' | 'zones'>): readonly string[] {
  if (target.zones.length > 0) return target.zones;
  return hasZones(target) ? ZONES : [];
}

/**
 * Zones of a pool's machines: the pool's, or the cluster's. Machines with accelerators are in few zones, often in one, and
 * which one differs between subscriptions: where nobody names zones for them, Azure chooses the place (none).
 */
export function poolZones(
  target: Pick<AzureTarget, 'region' | 'zones'>,
  zones: readonly string[],
  accelerated: boolean,
): readonly string[] {
  if (zones.length > 0) return zones;
  return accelerated ? target.zones : clusterZones(target);
}
