import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { reservedNamespace } from '../reserved-namespace.ts';
import { pathText } from '../spec-path.ts';

/** A team's name is its namespace, so it cannot be one that the cluster or the platform uses. */
export function* reservedTeamNames({ teams }: PlatformSpec): Iterable<Finding> {
  for (const [index, { name }] of teams.entries()) {
    const reason = reservedNamespace(name);
    if (reason === undefined) continue;
    yield {
      code: 'TEAM_NAME_RESERVED',
      level: 'error',
      at: pathText(['teams', index, 'name']),
      problem: `no team may be called ${name}: ${reason}`,
      fix: 'choose another name',
    };
  }
}
