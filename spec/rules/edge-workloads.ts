import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText, type SpecPath } from '../spec-path.ts';

/** Workloads belong to teams, and run at sites, that there are. */
export function* edgeWorkloads({ edge, teams }: PlatformSpec): Iterable<Finding> {
  if (edge === undefined) return;
  const [known, sites] = [teams.map(({ name }) => name), edge.sites.map(({ name }) => name)];
  for (const [index, { overrides, sites: named, team }] of edge.workloads.entries()) {
    const at = (...path: SpecPath) => pathText(['edge', 'workloads', index, ...path]);
    if (!known.includes(team))
      yield {
        code: 'EDGE_TEAM_UNKNOWN',
        level: 'error',
        at: at('team'),
        problem: `no team is called ${team}`,
        fix: fixByName(team, known),
      };
    const places: readonly (readonly [SpecPath, string])[] = [
      ...named.map((site, each) => [['sites', each], site] as const),
      ...overrides.map(({ site }, each) => [['overrides', each, 'site'], site] as const),
    ];
    for (const [path, site] of places)
      if (!sites.includes(site))
        yield {
          code: 'EDGE_SITE_UNKNOWN',
          level: 'error',
          at: at(...path),
          problem: `no site is called ${site}`,
          fix: fixByName(site, sites),
        };
  }
}
