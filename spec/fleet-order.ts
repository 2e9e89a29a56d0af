import type { FleetSpec } from './fleet.ts';
import type { PlatformSpec } from './platform.ts';
import { type PoolShape, poolShape } from './pool-shape.ts';

/** A worker, as the order sees it. */
export interface OrderedWorker {
  /** Name in the fleet. */
  readonly name: string;
  /** Where it is. */
  readonly region: string;
  /** The platform. */
  readonly spec: PlatformSpec;
}

/** Why a worker stands where it does for a team. */
export interface WorkerChoice {
  /** Name of the worker. */
  readonly worker: string;
  /** What the team reads there. Unit: GiB. */
  readonly dataGib: number;
  /** What one unit costs the team there, in its cheapest pool. Unit: US dollars. @default - a price is unknown */
  readonly usdPerUnitHour?: number;
}

/** The workers in the order in which a team's jobs are offered to them. Pure: the files alone decide. */
export function workerOrder(fleet: FleetSpec, team: string, workers: readonly OrderedWorker[]): WorkerChoice[] {
  const { order } = fleet.jobs;
  const choices = workers.map((worker) => choiceOf(fleet, team, worker));
  if (order.kind === 'stated')
    return choices.sort((a, b) => order.workers.indexOf(a.worker) - order.workers.indexOf(b.worker));
  const compare = {
    data: (a: WorkerChoice, b: WorkerChoice) => b.dataGib - a.dataGib,
    price: (a: WorkerChoice, b: WorkerChoice) => byPrice(a.usdPerUnitHour, b.usdPerUnitHour),
  };
  // Sorting is stable: what is equal stays as the file lists it.
  return choices.sort((a, b) => order.by.map((by) => compare[by](a, b)).find((result) => result !== 0) ?? 0);
}

function choiceOf({ datasets }: FleetSpec, team: string, { name, region, spec }: OrderedWorker): WorkerChoice {
  const here = datasets.filter((data) => data.region === region && data.teams.includes(team));
  const usdPerUnitHour = cheapest(spec, team);
  return {
    worker: name,
    dataGib: here.reduce((sum, { size }) => sum + size, 0),
    ...(usdPerUnitHour === undefined ? {} : { usdPerUnitHour }),
  };
}

function byPrice(a = Number.POSITIVE_INFINITY, b = Number.POSITIVE_INFINITY): number {
  return a === b ? 0 : a - b;
}

function cheapest({ pools, target, teams }: PlatformSpec, team: string): number | undefined {
  const quota = teams.find(({ name }) => name === team)?.quota ?? {};
  const prices = pools.flatMap((pool) => (pool.name in quota ? usdPerUnit(poolShape(target.kind, pool)) : []));
  return prices.length === 0 ? undefined : Math.min(...prices);
}

function usdPerUnit(shape: PoolShape | undefined): number[] {
  if (shape?.price === undefined || shape.unitsPerNode === 0) return [];
  return [shape.price.usdPerHour / shape.unitsPerNode];
}
