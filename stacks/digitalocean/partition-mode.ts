import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';

/** How AMD's devices are cut: DigitalOcean does it when a machine is made. NVIDIA's are cut by the operator. */
export function partitionMode(pool: PoolSpec): string | undefined {
  if (pool.sharing.kind !== 'partition') return undefined;
  const vendor = poolShape('digitalocean', pool)?.accelerator?.vendor;
  return vendor === 'amd' ? `AMD_PARTITION_MODE_${pool.sharing.profile.toUpperCase()}` : undefined;
}
