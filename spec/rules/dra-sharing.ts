import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/**
 * With DRA a job asks for a share in its own claim: a pool that is cut into shares beforehand needs the device plugin.
 * Partitions are devices of their own, which GKE's driver does not hand out.
 */
export function* draSharing({ pools, target }: PlatformSpec): Iterable<Finding> {
  const { draPartitions, title } = abilityOf(target.kind);
  for (const [index, { allocator, sharing }] of pools.entries()) {
    if (allocator !== 'dra' || sharing.kind === 'whole' || (sharing.kind === 'partition' && draPartitions)) continue;
    yield {
      code: 'POOL_DRA_SHARING',
      level: 'error',
      at: pathText(['pools', index, 'sharing', 'kind']),
      problem: `${sharing.kind} cannot be combined with allocator: dra${sharing.kind === 'partition' ? ` on ${title}` : ''}`,
      fix: 'set allocator to devicePlugin, or sharing.kind to whole',
    };
  }
}
