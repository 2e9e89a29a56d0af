import type { AwsTarget } from './target.ts';

/** Zones of a cluster on AWS that the spec names, or those in which an existing network has subnets. Empty: AWS is asked for them. */
export function namedZones({ network, zones }: Pick<AwsTarget, 'network' | 'zones'>): readonly string[] {
  return zones.length > 0 ? zones : Object.keys(network.existing?.zones ?? {}).sort();
}
