import type { PlatformSpec } from './platform.ts';
import { poolShape } from './pool-shape.ts';
import { quotaOn } from './pool-users.ts';

/** The largest job that a platform must expect. */
export interface LargestGang {
  /** Accelerators of it. */
  readonly accelerators: number;
  /** Where the number comes from, for texts. */
  readonly because: string;
}

/**
 * The largest job: what the spec says, or else the most whole accelerators of one pool that a team may hold at once.
 *
 * @returns nothing where no team may hold a whole accelerator, or there is no training
 */
export function largestGang(spec: PlatformSpec): LargestGang | undefined {
  if (spec.training === undefined) return undefined;
  const { largestGang: stated } = spec.training;
  if (stated !== undefined) return { accelerators: stated, because: 'training.largestGang' };
  const { accelerators, because } = largestQuota(spec);
  return accelerators === 0 ? undefined : { accelerators, because };
}

/** The most whole accelerators of one pool that a team may hold at once, up to what the pool has; 0 where there are none. */
export function largestQuota({ pools, target, teams }: PlatformSpec): LargestGang {
  let largest: LargestGang = { accelerators: 0, because: 'no quota on whole accelerators' };
  for (const pool of pools) {
    const shape = poolShape(target.kind, pool);
    if (shape?.accelerator === undefined || pool.sharing.kind !== 'whole') continue;
    const capacity = pool.nodes.max * shape.devicesPerNode;
    for (const team of teams) {
      const quota = quotaOn(team, pool.name);
      if (quota === undefined || quota.scheduling === 'single') continue;
      const accelerators = Math.min(capacity, quota.guaranteed + quota.borrowable);
      if (accelerators > largest.accelerators)
        largest = { accelerators, because: `quota of team ${team.name} on pool ${pool.name}` };
    }
  }
  return largest;
}
