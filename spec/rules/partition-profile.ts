import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { pathText } from '../spec-path.ts';

/** A device can be cut only into the partitions that its model has. */
export function* partitionProfile({ pools, target }: PlatformSpec): Iterable<Finding> {
  for (const [index, pool] of pools.entries()) {
    const { sharing } = pool;
    const model = poolShape(target.kind, pool)?.accelerator;
    if (sharing.kind !== 'partition' || model === undefined) continue;
    const profiles = Object.keys(model.partitions);
    if (profiles.includes(sharing.profile)) continue;
    yield {
      code: 'POOL_PARTITION_UNKNOWN',
      level: 'error',
      at: pathText(['pools', index, 'sharing', 'profile']),
      problem:
        profiles.length === 0
          ? `${model.title} cannot be partitioned`
          : `${model.title} has no partition ${sharing.profile}; it has ${profiles.join(', ')}`,
      fix: profiles.length === 0 ? 'set sharing.kind to whole' : fixByName(sharing.profile, profiles),
    };
  }
}
