import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Kueue keeps queues and cohorts apart, but people, dashboards and its command line show both by the bare name. */
export function* cohortTeamNames({ metadata, queueing, teams }: PlatformSpec): Iterable<Finding> {
  const cohorts = new Map([
    ...queueing.departments.map(({ name }) => [`${metadata.name}-${name}`, `department ${name}`] as const),
    [metadata.name, 'the platform itself'] as const,
  ]);
  for (const [index, { name }] of teams.entries()) {
    const owner = cohorts.get(name);
    if (owner === undefined) continue;
    yield {
      code: 'TEAM_NAME_COHORT',
      level: 'warning',
      at: pathText(['teams', index, 'name']),
      problem: `${name} is also the name of the cohort of ${owner}, so reports show one name for two things`,
      fix: 'rename the team',
    };
  }
}
