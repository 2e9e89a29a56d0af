import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** What each team's name is lengthened to. It is taken even while the team does not use it, so that it can be switched on. */
const DERIVED = [
  ['-fabric', 'the namespace of its RDMA jobs'],
  ['-shared', 'the queue of its shared devices'],
  ['-tracking', 'the namespace of its experiments'],
  ['-fleet', 'the queue of its jobs that go to other clusters'],
] as const;

/** No team may have the name of something that belongs to another team. */
export function* derivedTeamNames({ teams }: PlatformSpec): Iterable<Finding> {
  const positions = new Map(teams.map(({ name }, index) => [name, index]));
  for (const [index, { name }] of teams.entries()) {
    for (const [suffix, what] of DERIVED) {
      const owner = name.endsWith(suffix) ? positions.get(name.slice(0, -suffix.length)) : undefined;
      if (owner === undefined) continue;
      yield {
        code: 'TEAM_NAME_DERIVED',
        level: 'error',
        at: pathText(['teams', index, 'name']),
        problem: `${name} is what team ${teams[owner]?.name} calls ${what}`,
        fix: `choose a name that does not end with ${suffix}`,
      };
    }
  }
}
