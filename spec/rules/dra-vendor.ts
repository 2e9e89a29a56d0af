import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { pathText } from '../spec-path.ts';

/** Devices are claimed through a DRA driver of their maker; the catalogue has one for NVIDIA. */
export function* draVendor({ pools, target }: PlatformSpec): Iterable<Finding> {
  for (const [index, pool] of pools.entries()) {
    const shape = poolShape(target.kind, pool);
    if (pool.allocator !== 'dra' || shape === undefined || shape.accelerator?.vendor === 'nvidia') continue;
    yield {
      code: 'POOL_DRA_VENDOR',
      level: 'error',
      at: pathText(['pools', index, 'allocator']),
      problem:
        shape.accelerator === undefined
          ? `pool ${pool.name} has no accelerators for a DRA driver to hand out`
          : `the catalogue has no DRA driver for ${shape.accelerator.title}; it has one for nvidia`,
      fix: 'set allocator to devicePlugin',
    };
  }
}
