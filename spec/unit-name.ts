import type { PoolSpec } from './pool.ts';
import type { PoolShape } from './pool-shape.ts';

/** Word for what quotas on a pool count, in the plural. */
export function unitOf({ sharing }: PoolSpec, { accelerator }: PoolShape): string {
  if (accelerator === undefined) return 'vCPUs';
  if (sharing.kind === 'partition') return `partitions ${sharing.profile}`;
  return sharing.kind === 'whole' ? 'accelerators' : 'shares';
}
