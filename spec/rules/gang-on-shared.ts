import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Pods of a gang wait for one another; on devices that pods take in turns some would wait for what the others hold. */
export function* gangOnShared({ pools, teams }: PlatformSpec): Iterable<Finding> {
  const shared = pools.filter(({ sharing }) => sharing.kind === 'timeSlicing' || sharing.kind === 'mps');
  for (const [index, { quota }] of teams.entries()) {
    for (const { name, sharing } of shared) {
      if (!Object.hasOwn(quota, name) || quota[name]?.scheduling !== 'gang') continue;
      yield {
        code: 'QUOTA_GANG_SHARED',
        level: 'error',
        at: pathText(['teams', index, 'quota', name, 'scheduling']),
        problem: `jobs on pool ${name} cannot start as gangs, because its devices are shared by ${sharing.kind}`,
        fix: 'set scheduling to single, or the pool’s sharing.kind to whole or partition',
      };
    }
  }
}
