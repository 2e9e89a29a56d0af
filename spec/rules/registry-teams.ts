import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Who looks after a project, and whom a webhook is for, are teams that there are. */
export function* registryTeams({ registry, teams }: PlatformSpec): Iterable<Finding> {
  if (registry === undefined) return;
  const names = teams.map(({ name }) => name);
  const known = new Set(names);
  const named = [
    ...registry.maintainers.map(({ team }, index) => [team, ['registry', 'maintainers', index, 'team']] as const),
    ...registry.webhooks.flatMap((webhook, index) =>
      webhook.teams.map((team, each) => [team, ['registry', 'webhooks', index, 'teams', each]] as const),
    ),
  ];
  for (const [team, at] of named) {
    if (known.has(team)) continue;
    yield {
      code: 'REGISTRY_TEAM_UNKNOWN',
      level: 'error',
      at: pathText([...at]),
      problem: `no team is called ${team}`,
      fix: fixByName(team, names),
    };
  }
}
