import { endpointNodes, endpointUnits } from '../endpoint-units.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { quotaOn } from '../pool-users.ts';
import { pathText } from '../spec-path.ts';

/** The servers that always run are ones that the team can hold; more are bounded by its quota, and wait like jobs. */
export function* endpointQuota({ pools, serving, target, teams }: PlatformSpec): Iterable<Finding> {
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    const pool = pools.find(({ name }) => name === endpoint.pool);
    const team = teams.find(({ name }) => name === endpoint.team);
    const shape = pool && poolShape(target.kind, pool);
    const quota = team && quotaOn(team, endpoint.pool);
    if (pool === undefined || shape === undefined || quota === undefined) continue;
    const prefill = endpoint.kind === 'language' ? (endpoint.prefill?.replicas ?? 0) : 0;
    const servers = Math.max(1, endpoint.replicas.min) + prefill;
    const units = servers * endpointNodes(endpoint) * endpointUnits(endpoint, pool, shape);
    const ceiling = quota.guaranteed + quota.borrowable;
    if (units <= ceiling || ceiling === 0) continue;
    yield {
      code: 'ENDPOINT_QUOTA_EXCEEDED',
      level: 'error',
      at: pathText(['serving', 'endpoints', index]),
      problem: `${servers} of its servers take ${units} of pool ${pool.name}, and team ${endpoint.team} can hold at most ${ceiling}: they would wait for ever`,
      fix: `raise guaranteed or borrowable of ${endpoint.team} on ${pool.name}, or ask for less`,
    };
  }
}
