import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { pathText } from '../spec-path.ts';

/** Quotas are counted in units of a node; where nobody knows how many it has, nothing can be promised. */
export function* poolUnits({ pools, target }: PlatformSpec): Iterable<Finding> {
  for (const [index, pool] of pools.entries()) {
    const shape = poolShape(target.kind, pool);
    if (shape === undefined || shape.accelerator !== undefined || shape.vcpus !== undefined) continue;
    yield {
      code: 'POOL_UNITS_UNKNOWN',
      level: 'error',
      at: pathText(['pools', index, 'instance']),
      problem: `how many vCPUs ${pool.instance} has is not in the catalogue, so quotas on it mean nothing`,
      fix: 'describe the machines with machine (vcpus and memory) instead of instance',
    };
  }
}
