import type { Fabric } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { quotaOn } from '../pool-users.ts';
import { pathText } from '../spec-path.ts';

/** Networks that jobs reach through no device of their own. */
const WITHOUT_DEVICE: readonly Fabric['kind'][] = ['none', 'ici'];

/** The wider rights of a fabric namespace serve a team only on pools that have RDMA devices. */
export function* teamFabric({ pools, target, teams }: PlatformSpec): Iterable<Finding> {
  const withFabric = pools.filter(
    (pool) => !WITHOUT_DEVICE.includes(poolShape(target.kind, pool)?.fabric.kind ?? 'none'),
  );
  for (const [index, team] of teams.entries()) {
    if (team.fabric !== 'allowed' || withFabric.some(({ name }) => quotaOn(team, name) !== undefined)) continue;
    yield {
      code: 'TEAM_FABRIC_NO_POOL',
      level: 'warning',
      at: pathText(['teams', index, 'fabric']),
      problem: `team ${team.name} may use RDMA devices, but has quota on no pool that has them`,
      fix:
        withFabric.length === 0
          ? 'set fabric to none'
          : `set fabric to none, or give the team quota on ${withFabric
              .map(({ name }) => name)
              .slice(0, 5)
              .join(' or ')}`,
    };
  }
}
