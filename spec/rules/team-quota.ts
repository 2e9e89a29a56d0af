import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A team without quota has no queue, and the platform holds back every job that is in none. */
export function* teamQuota({ teams }: PlatformSpec): Iterable<Finding> {
  for (const [index, { name, quota }] of teams.entries()) {
    if (Object.values(quota).some(({ borrowable, guaranteed }) => guaranteed + borrowable > 0)) continue;
    yield {
      code: 'TEAM_QUOTA_NONE',
      level: 'warning',
      at: pathText(['teams', index, 'quota']),
      problem: `team ${name} has nothing guaranteed or borrowable on any pool, so its jobs never start`,
      fix: 'give it a quota on a pool',
    };
  }
}
