import type { Accelerator } from '../catalog/index.ts';
import type { PoolSpec } from './pool.ts';

/** Share of the marketed memory that the worst of the accelerators in public logs reports (T4: 14.56 of 16 GiB). */
const REPORTED_SHARE = 0.91;

/** Share of a partition's name (`3g.40gb`) that it has: 39.25 to 39.5 of 40 GiB, 9.5 to 9.75 of 10. */
const PARTITION_SHARE = 0.95;

/**
 * Memory that a program on one unit of a pool sees: a device, a partition, or the whole device where shares take turns.
 *
 * @returns nothing where the catalogue does not know it. Unit: GiB
 */
export function unitMemory(accelerator: Accelerator, sharing: PoolSpec['sharing']): number | undefined {
  const { memoryGib, reportedGib } = accelerator;
  if (memoryGib === undefined) return undefined;
  if (sharing.kind !== 'partition') return reportedGib ?? memoryGib * REPORTED_SHARE;
  const named = /(\d+)gb$/.exec(sharing.profile)?.[1];
  if (named !== undefined) return Number(named) * PARTITION_SHARE;
  const partitions = accelerator.partitions[sharing.profile];
  return partitions === undefined ? undefined : (memoryGib / partitions) * PARTITION_SHARE;
}
