import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/** A team's sandbox is one that the nodes have; and from inside one no RDMA device can be reached. */
export function* teamSandbox({ target, teams }: PlatformSpec): Iterable<Finding> {
  const { sandboxes, title } = abilityOf(target.kind);
  for (const [index, { fabric, name, sandbox }] of teams.entries()) {
    if (sandbox === 'none') continue;
    if (!sandboxes.includes(sandbox))
      yield {
        code: 'TEAM_SANDBOX_TARGET',
        level: 'error',
        at: pathText(['teams', index, 'sandbox']),
        problem: `nodes on ${title} cannot run pods in ${sandbox}; they offer ${sandboxes.length === 0 ? 'no sandbox' : sandboxes.join(', ')}`,
        fix: `set sandbox to ${['none', ...sandboxes].join(' or ')}`,
      };
    if (fabric === 'allowed')
      yield {
        code: 'TEAM_SANDBOX_FABRIC',
        level: 'error',
        at: pathText(['teams', index, 'fabric']),
        problem: `pods of team ${name} run in ${sandbox}, which passes no RDMA devices through`,
        fix: 'set fabric to none, or sandbox to none',
      };
  }
}
