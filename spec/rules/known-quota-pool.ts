import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A quota is on a pool that there is. */
export function* knownQuotaPool({ pools, teams }: PlatformSpec): Iterable<Finding> {
  const names = pools.map(({ name }) => name);
  const known = new Set(names);
  for (const [index, { quota }] of teams.entries()) {
    for (const name of Object.keys(quota)) {
      if (known.has(name)) continue;
      yield {
        code: 'QUOTA_POOL_UNKNOWN',
        level: 'error',
        at: pathText(['teams', index, 'quota', name]),
        problem: `no pool is called ${name}`,
        fix: fixByName(name, names),
      };
    }
  }
}
