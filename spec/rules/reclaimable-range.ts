import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A team lends no more than it is guaranteed. */
export function* reclaimableRange({ teams }: PlatformSpec): Iterable<Finding> {
  for (const [index, { quota }] of teams.entries()) {
    for (const [pool, { guaranteed, reclaimable }] of Object.entries(quota)) {
      if (reclaimable === undefined || reclaimable <= guaranteed) continue;
      yield {
        code: 'QUOTA_RECLAIMABLE_RANGE',
        level: 'error',
        at: pathText(['teams', index, 'quota', pool, 'reclaimable']),
        problem: `${reclaimable} are to be lent, but only ${guaranteed} are guaranteed`,
        fix: `set reclaimable to ${guaranteed} or less`,
      };
    }
  }
}
