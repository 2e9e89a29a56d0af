import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PlatformInput } from '../spec/platform.ts';

type Team = PlatformInput['teams'][number];

/**
 * The reference platform on AWS, all rooms, with as many teams as asked.
 *
 * Pools grow with the teams, so that every platform is valid; what is written per team stays the same.
 */
export function referencePlatform(teams: number): PlatformInput {
  const example = parse(readFileSync('examples/aws/platform.yaml', 'utf8')) as PlatformInput;
  const [model] = example.teams;
  const pools = example.pools.map((pool) => ({
    ...pool,
    nodes: { ...pool.nodes, max: Math.min(1_600, Math.max(pool.nodes.max, teams * 2)) },
  }));
  const quota: Team['quota'] = {
    train: { guaranteed: 8, borrowable: 8 },
    share: { guaranteed: 4, borrowable: 4 },
    cpu: { guaranteed: 8 },
  };
  const endpoints = example.serving?.endpoints?.map((endpoint) => ({ ...endpoint, team: 'team-0' }));
  return {
    ...example,
    ...(endpoints === undefined ? {} : { serving: { ...example.serving, endpoints } }),
    pools,
    teams: Array.from({ length: teams }, (_, index) => ({
      ...(model as Team),
      name: `team-${index}`,
      groups: [`oidc:team-${index}`],
      limits: { pods: 50 },
      quota,
    })),
  };
}
