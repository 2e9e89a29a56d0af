import type { GeneratorValue } from 'fast-check';
import type { PlatformInput } from '../../spec/platform.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { chance, oneOf, some, whole } from './draw.ts';
import type { RandomPool } from './platform-pools.ts';

type TeamInput = PlatformInput['teams'][number];
type Quota = TeamInput['quota'][string];

/** What teams are made from. */
export interface TeamMaterial {
  /** How many teams. */
  readonly count: number;
  /** Pools that they share. */
  readonly pools: readonly RandomPool[];
  /** Departments that they may belong to. */
  readonly departments: readonly string[];
  /** Sandboxes that the nodes have. */
  readonly sandboxes: readonly Exclude<TeamSpec['sandbox'], 'none'>[];
}

/** Teams of different names that are guaranteed no more than there is. */
export function randomTeams(draw: GeneratorValue, material: TeamMaterial): TeamInput[] {
  const left = new Map(material.pools.map(({ capacity, pool }) => [pool.name, capacity]));
  return Array.from({ length: material.count }, (_, index) => randomTeam(draw, material, left, index));
}

function randomTeam(
  draw: GeneratorValue,
  { departments, pools, sandboxes }: TeamMaterial,
  left: Map<string, number>,
  index: number,
): TeamInput {
  const name = `${oneOf(draw, ['vision', 'speech', 'bio', 't'])}-${index}`;
  const sandbox = sandboxes.length > 0 && chance(draw, 0.2) ? oneOf(draw, sandboxes) : undefined;
  const storage = oneOf(draw, ['1Ti', '5Ti'] as const);
  return {
    name,
    department: departments.length > 0 && chance(draw) ? oneOf(draw, departments) : undefined,
    groups: [`oidc:${name}`, ...(chance(draw, 0.2) ? ['oidc:everyone'] : [])],
    viewers: chance(draw, 0.2) ? ['oidc:audit'] : undefined,
    quota: Object.fromEntries(some(draw, pools, 0.7).map((each) => [each.pool.name, randomQuota(draw, each, left)])),
    weight: chance(draw, 0.2) ? oneOf(draw, [0.5, 2]) : undefined,
    budget: chance(draw, 0.2) ? { usdPerMonth: 120_000 } : undefined,
    sandbox,
    fabric: sandbox === undefined && chance(draw, 0.3) ? 'allowed' : undefined,
    limits: chance(draw, 0.3) ? { pods: whole(draw, 1, 500), storage } : undefined,
    egress: chance(draw, 0.2) ? [{ to: '203.0.113.0/24', ports: [443, 27_000], because: 'licence server' }] : undefined,
  };
}

function randomQuota(draw: GeneratorValue, { capacity, pool }: RandomPool, left: Map<string, number>): Quota {
  const free = left.get(pool.name) ?? 0;
  const guaranteed = chance(draw, 0.3) ? 0 : whole(draw, 0, free);
  left.set(pool.name, free - guaranteed);
  const shared = pool.sharing?.kind === 'timeSlicing' || pool.sharing?.kind === 'mps';
  return {
    guaranteed: guaranteed === 0 && chance(draw) ? undefined : guaranteed,
    borrowable: chance(draw) ? whole(draw, 0, Math.min(capacity - guaranteed, 100_000)) : undefined,
    reclaimable: chance(draw, 0.3) ? whole(draw, 0, guaranteed) : undefined,
    scheduling: oneOf(draw, [undefined, 'single', ...(shared ? [] : (['gang'] as const))]),
  };
}
