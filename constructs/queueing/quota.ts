import type { PoolShape } from '../../spec/pool-shape.ts';
import { sizeText } from '../../spec/units.ts';
import type { ClusterQueueResourceGroup } from '../imports/kueue.gen.ts';

/** What must be known of a pool to count on it; a PoolFlavor is one. */
export interface CountedPool {
  /** Name of its flavor. */
  readonly flavorName: string;
  /** What its quota counts; `cpu` without accelerators. */
  readonly resource: string;
  /** What its nodes are made of. */
  readonly shape: Pick<PoolShape, 'unitsPerNode' | 'vcpus' | 'memoryGib'>;
}

/** Amounts of one pool, in the pool's own unit. */
export interface Amounts {
  /** Kept for the holder. */
  readonly nominal: number;
  /** Taken from others while they idle. @default - the field is left out: the holder has nobody to borrow from */
  readonly borrowing?: number;
  /** Lent to others while it idles. @default - the field is left out: all of it */
  readonly lending?: number;
}

/** Amount of CPU that never limits anybody, where a machine's size is not published. Unit: vCPUs. */
const AMPLE_CPUS = '1M';
/** Amount of memory that never limits anybody, where a machine's size is not published. */
const AMPLE_MEMORY = '1Pi';

/**
 * One group of resources over several pools: CPU and memory follow the accelerators, so that nobody is ever stopped by
 * the cheap resources.
 *
 * Kueue wants every flavor to state every resource of the group in the same order; what a pool does not have is 0.
 */
export function resourceGroup(entries: readonly (readonly [CountedPool, Amounts])[]): ClusterQueueResourceGroup {
  const accelerators = [...new Set(entries.map(([flavor]) => flavor.resource))].filter((name) => name !== 'cpu').sort();
  const coveredResources = ['cpu', 'memory', ...accelerators];
  return {
    coveredResources,
    flavors: entries.map(([flavor, amounts]) => ({
      name: flavor.flavorName,
      resources: coveredResources.map((name) => ({
        name,
        nominalQuota: quantity(flavor, name, amounts.nominal),
        ...(amounts.borrowing === undefined ? {} : { borrowingLimit: quantity(flavor, name, amounts.borrowing) }),
        ...(amounts.lending === undefined ? {} : { lendingLimit: quantity(flavor, name, amounts.lending) }),
      })),
    })),
  };
}

function quantity({ resource, shape }: CountedPool, name: string, units: number): string {
  if (name === 'cpu')
    return resource === 'cpu'
      ? `${units}`
      : perUnit(shape, shape.vcpus, units, AMPLE_CPUS, (cpus) => `${Math.floor(cpus)}`);
  if (name === 'memory')
    return perUnit(shape, shape.memoryGib, units, AMPLE_MEMORY, (gib) => sizeText(Math.floor(gib)));
  return name === resource ? `${units}` : '0';
}

function perUnit(
  shape: CountedPool['shape'],
  onNode: number | undefined,
  units: number,
  ample: string,
  write: (amount: number) => string,
): string {
  if (units === 0) return '0';
  return onNode === undefined ? ample : write((onNode / shape.unitsPerNode) * units);
}
