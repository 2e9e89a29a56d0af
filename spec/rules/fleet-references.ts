import type { Finding } from '../finding.ts';
import { type FleetManagerSpec, MOST_POOLS } from '../fleet-role.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** What a platform is told of its fleet names teams of the platform, and clusters and pools that it is told of; no more than Kueue counts. */
export function* fleetReferences({ fleet, teams }: PlatformSpec): Iterable<Finding> {
  if (fleet === undefined) return;
  const known = teams.map(({ name }) => name);
  const named = fleet.kind === 'manager' ? fleet.teams.map(({ name }) => name) : fleet.teams;
  for (const [index, name] of named.entries()) {
    if (known.includes(name)) continue;
    const at = ['fleet', 'teams', index, ...(fleet.kind === 'manager' ? ['name'] : [])];
    yield unknown(at, `no team of this platform is called ${name}`, fixByName(name, known));
  }
  if (fleet.kind === 'manager') yield* waysTo(fleet);
}

function* waysTo({ teams, workers }: FleetManagerSpec): Iterable<Finding> {
  const pools = new Map(workers.map((worker) => [worker.name, worker.pools.map(({ name }) => name)]));
  for (const [index, { name, to }] of teams.entries()) {
    const counted = to.reduce((sum, { units }) => sum + Object.keys(units).length, 0);
    if (counted > MOST_POOLS)
      yield {
        code: 'FLEET_POOLS_MANY',
        level: 'error',
        at: pathText(['fleet', 'teams', index, 'to']),
        problem: `${name} has quotas on ${counted} pools of the workers, and a queue of Kueue counts at most ${MOST_POOLS}`,
        fix: `take away quotas of ${name} at some workers, or make a second fleet`,
      };
    for (const [position, { units, worker }] of to.entries()) {
      const at = ['fleet', 'teams', index, 'to', position];
      const there = pools.get(worker);
      if (there === undefined) {
        yield unknown([...at, 'worker'], `no worker is called ${worker}`, fixByName(worker, [...pools.keys()]));
        continue;
      }
      for (const pool of Object.keys(units).filter((name) => !there.includes(name)))
        yield unknown([...at, 'units', pool], `${worker} has no pool ${pool}`, fixByName(pool, there));
    }
  }
}

function unknown(at: readonly (string | number)[], problem: string, fix: string): Finding {
  return { code: 'FLEET_ROLE_UNKNOWN', level: 'error', at: pathText(at), problem, fix };
}
