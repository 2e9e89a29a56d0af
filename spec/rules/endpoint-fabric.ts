import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { pathText } from '../spec-path.ts';

/** A server over several nodes without RDMA between them answers, and slowly. */
export function* endpointFabric({ pools, serving, target, teams }: PlatformSpec): Iterable<Finding> {
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    if (endpoint.kind !== 'language' || endpoint.nodes === 1) continue;
    const pool = pools.find(({ name }) => name === endpoint.pool);
    const shape = pool && poolShape(target.kind, pool);
    const team = teams.find(({ name }) => name === endpoint.team);
    if (pool === undefined || shape === undefined || team === undefined) continue;
    const at = pathText(['serving', 'endpoints', index, 'nodes']);
    const problem = `one server runs on ${endpoint.nodes} nodes, and each token crosses between them`;
    if (shape.fabric.kind === 'none')
      yield {
        code: 'ENDPOINT_FABRIC_NONE',
        level: 'warning',
        at,
        problem: `${problem}; pool ${pool.name} has no network between accelerators of different nodes`,
        fix: 'choose a pool with a fabric, or a model and a precision that fit one node',
      };
    else if (team.fabric !== 'allowed')
      yield {
        code: 'ENDPOINT_FABRIC_FORBIDDEN',
        level: 'warning',
        at,
        problem: `${problem}; team ${team.name} may not use the RDMA of pool ${pool.name}`,
        fix: `set fabric: allowed for ${team.name}`,
      };
  }
}
