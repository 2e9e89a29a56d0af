import type { Vendor } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import type { PoolSpec } from '../pool.ts';
import { poolShape } from '../pool-shape.ts';
import { pathText } from '../spec-path.ts';

/** Makers whose devices can be shared in each way. */
const VENDORS: Readonly<Record<Exclude<PoolSpec['sharing']['kind'], 'whole'>, readonly Vendor[]>> = {
  partition: ['nvidia', 'amd'],
  timeSlicing: ['nvidia'],
  mps: ['nvidia'],
};

/** Devices are shared by means of their maker: time slicing and MPS are NVIDIA's, partitions NVIDIA's and AMD's. */
export function* sharingVendor({ pools, target }: PlatformSpec): Iterable<Finding> {
  for (const [index, pool] of pools.entries()) {
    const { kind } = pool.sharing;
    const shape = poolShape(target.kind, pool);
    if (kind === 'whole' || shape === undefined) continue;
    const at = pathText(['pools', index, 'sharing', 'kind']);
    const fix = 'set sharing.kind to whole';
    if (shape.accelerator === undefined)
      yield {
        code: 'POOL_SHARING_NO_ACCELERATOR',
        level: 'error',
        at,
        problem: `pool ${pool.name} has no accelerators to share by ${kind}`,
        fix,
      };
    else if (!VENDORS[kind].includes(shape.accelerator.vendor))
      yield {
        code: 'POOL_SHARING_VENDOR',
        level: 'error',
        at,
        problem: `${kind} works on devices of ${VENDORS[kind].join(' and ')}, and ${shape.accelerator.title} is of ${shape.accelerator.vendor}`,
        fix,
      };
  }
}
