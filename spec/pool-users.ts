import type { PlatformSpec } from './platform.ts';
import type { TeamSpec } from './team.ts';

/** A team's entitlement on one pool. */
export type TeamQuotaSpec = NonNullable<TeamSpec['quota'][string]>;

/** What a team is entitled to on a pool; nothing where the pool is closed to it. */
export function quotaOn(team: TeamSpec, pool: string): TeamQuotaSpec | undefined {
  return Object.hasOwn(team.quota, pool) ? team.quota[pool] : undefined;
}

/** Teams that can ever hold something of a pool: they have a guarantee on it, or may borrow. */
export function usersOf({ teams }: PlatformSpec, pool: string): readonly TeamSpec[] {
  return teams.filter((team) => {
    const quota = quotaOn(team, pool);
    return quota !== undefined && quota.guaranteed + quota.borrowable > 0;
  });
}
