import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { quotaOn } from '../pool-users.ts';
import { pathText } from '../spec-path.ts';
import { unitOf } from '../unit-name.ts';

/**
 * A team cannot borrow more than there is. A warning, not an error: Kueue lends what the pool has, so nothing breaks; but
 * the number promises something that never comes.
 */
export function* borrowableFits({ pools, target, teams }: PlatformSpec): Iterable<Finding> {
  for (const pool of pools) {
    const shape = poolShape(target.kind, pool);
    if (shape === undefined || shape.unitsPerNode === 0) continue;
    const capacity = pool.nodes.max * shape.unitsPerNode;
    const unit = unitOf(pool, shape);
    for (const [index, team] of teams.entries()) {
      const quota = quotaOn(team, pool.name);
      // A guarantee that is too large by itself is an error of the pool, and said once.
      if (quota === undefined || quota.guaranteed > capacity || quota.guaranteed + quota.borrowable <= capacity)
        continue;
      yield {
        code: 'QUOTA_BORROW_UNREACHABLE',
        level: 'warning',
        at: pathText(['teams', index, 'quota', pool.name, 'borrowable']),
        problem: `${quota.guaranteed} guaranteed and ${quota.borrowable} borrowable are more than the ${capacity} ${unit} that pool ${pool.name} has at most`,
        fix: `set borrowable to ${capacity - quota.guaranteed} or less`,
      };
    }
  }
}
