import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { usersOf } from '../pool-users.ts';
import { pathText } from '../spec-path.ts';

/** A pool that no team may use costs money and runs nothing of theirs. */
export function* unusedPool(spec: PlatformSpec): Iterable<Finding> {
  for (const [index, { name }] of spec.pools.entries()) {
    if (usersOf(spec, name).length > 0) continue;
    yield {
      code: 'POOL_QUOTA_NONE',
      level: 'warning',
      at: pathText(['pools', index, 'name']),
      problem: `no team has anything guaranteed or borrowable on pool ${name}, so no job can run there`,
      fix: `add ${name} to the quota of a team, or remove the pool`,
    };
  }
}
