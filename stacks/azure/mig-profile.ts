import { accelerators, findInstance } from '../../catalog/index.ts';
import type { PoolFacts } from '../../spec/facts.ts';
import type { PoolSpec } from '../../spec/pool.ts';

/** AKS' words for MIG profiles, by the slices that one instance takes, and how many instances then fill a device. */
const PROFILES: Readonly<Record<string, { readonly word: string; readonly instances: number }>> = {
  '1g': { word: 'MIG1g', instances: 7 },
  '2g': { word: 'MIG2g', instances: 3 },
  '3g': { word: 'MIG3g', instances: 2 },
  '4g': { word: 'MIG4g', instances: 1 },
  '7g': { word: 'MIG7g', instances: 1 },
};

/** Models that AKS is known to cut; for others the operator does it. */
const KNOWN = /^nvidia-(a100|h100)-/;

/**
 * AKS' word for the cut of a pool's devices; nothing where AKS does not make it.
 *
 * AKS cuts before the node is ready, and only with the driver that it installed. Profiles with more memory than usual it does not know.
 * The operator, which has been told of the same cut, finds it made and changes nothing.
 */
export function cutByAks(pool: PoolSpec, { driver }: Pick<PoolFacts, 'driver'>): string | undefined {
  const { sharing } = pool;
  if (sharing.kind !== 'partition' || driver !== 'cloud') return undefined;
  const model = findInstance('azure', pool.instance ?? '')?.accelerator;
  if (model === undefined || !KNOWN.test(model)) return undefined;
  const profile = PROFILES[sharing.profile.slice(0, sharing.profile.indexOf('.'))];
  const partitions: Readonly<Record<string, number>> = accelerators[model].partitions;
  return profile?.instances === partitions[sharing.profile] ? profile?.word : undefined;
}
