import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { quotaOn } from '../pool-users.ts';
import { pathText } from '../spec-path.ts';

/** An endpoint belongs to a team that there is, and runs on a pool that is open to it. */
export function* endpointPlace({ pools, serving, teams }: PlatformSpec): Iterable<Finding> {
  const byName = new Map(teams.map((team) => [team.name, team]));
  const poolNames = pools.map(({ name }) => name);
  for (const [index, { pool, team: teamName }] of (serving?.endpoints ?? []).entries()) {
    const team = byName.get(teamName);
    const quota = team && quotaOn(team, pool);
    if (team === undefined)
      yield finding('ENDPOINT_TEAM_UNKNOWN', [index, 'team'], {
        problem: `no team is called ${teamName}`,
        fix: fixByName(teamName, [...byName.keys()]),
      });
    if (!poolNames.includes(pool))
      yield finding('ENDPOINT_POOL_UNKNOWN', [index, 'pool'], {
        problem: `no pool is called ${pool}`,
        fix: fixByName(pool, poolNames),
      });
    else if (team !== undefined && (quota === undefined || quota.guaranteed + quota.borrowable === 0))
      yield finding('ENDPOINT_POOL_CLOSED', [index, 'pool'], {
        problem: `team ${teamName} can hold nothing of pool ${pool}: its servers would wait for ever`,
        fix: `give ${teamName} a quota on ${pool}, or choose one of ${Object.keys(team.quota).join(', ') || 'its pools: it has none'}`,
      });
  }
}

function finding(
  code: Uppercase<string>,
  path: readonly (string | number)[],
  words: Pick<Finding, 'problem' | 'fix'>,
): Finding {
  return { code, level: 'error', at: pathText(['serving', 'endpoints', ...path]), ...words };
}
