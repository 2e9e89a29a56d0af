import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { quotaOn } from '../pool-users.ts';
import { pathText } from '../spec-path.ts';
import { unitOf } from '../unit-name.ts';

/** What is guaranteed to all teams together is there when the pool is at its largest. */
export function* guaranteedFits({ pools, target, teams }: PlatformSpec): Iterable<Finding> {
  for (const [index, pool] of pools.entries()) {
    const shape = poolShape(target.kind, pool);
    if (shape === undefined || shape.unitsPerNode === 0) continue;
    const capacity = pool.nodes.max * shape.unitsPerNode;
    const sum = teams.reduce((total, team) => total + (quotaOn(team, pool.name)?.guaranteed ?? 0), 0);
    if (sum <= capacity) continue;
    const unit = unitOf(pool, shape);
    yield {
      code: 'QUOTA_POOL_OVERCOMMITTED',
      level: 'error',
      at: pathText(['pools', index, 'nodes', 'max']),
      problem: `teams are guaranteed ${sum} ${unit} of pool ${pool.name}, which has ${capacity} at most (${pool.nodes.max} nodes × ${shape.unitsPerNode})`,
      fix: `raise nodes.max to ${Math.ceil(sum / shape.unitsPerNode)}, or guarantee ${sum - capacity} ${unit} less`,
    };
  }
}
