import { API_VERSION, type PlatformSpec } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { quotaOn } from '../../spec/pool-users.ts';
import { runs } from './job-rules.ts';
import { parseWorkloads } from './parse-workloads.ts';
import type { JobKind, WorkloadPlan } from './planned-job.ts';
import { type PoolLimits, poolLimits } from './pool-demand.ts';
import type { WorkloadsInput } from './workloads-file.ts';

/** Most quotas that get jobs, in the order of the teams, so that it stays a matter of a minute. */
const MOST_QUOTAS = 60;
/** Most nodes of a gang. */
const MOST_NODES = 4;

/** One team's quota on one pool. */
interface Holding {
  readonly team: string;
  readonly pool: PoolSpec;
  readonly limits: PoolLimits;
  readonly guaranteed: number;
  readonly borrowable: number;
  /** Position among all holdings, counted from 1: what names are made of. */
  readonly index: number;
}

type Job = NonNullable<WorkloadsInput['jobs']>[number];

/**
 * What a platform is rehearsed with when nobody says: each team asks each of its pools for one node, for a gang, and first of
 * all for something that it has to borrow, so that owners must take it back. Pure; under a minute at its speed.
 */
export function defaultWorkloads(spec: PlatformSpec): WorkloadPlan {
  return parseWorkloads(defaultFile(spec), spec);
}

/** The same as a file, as a user would write it. */
function defaultFile(spec: PlatformSpec): WorkloadsInput {
  const jobs = holdings(spec).flatMap((each) => [...borrowing(spec, each), ...single(spec, each), ...gang(spec, each)]);
  return { apiVersion: API_VERSION, kind: 'Workloads', speed: 60, jobs };
}

function holdings(spec: PlatformSpec): Holding[] {
  const found = spec.teams.flatMap((team) =>
    spec.pools.flatMap((pool): Omit<Holding, 'index'>[] => {
      const quota = quotaOn(team, pool.name);
      const limits = poolLimits(spec, pool.name);
      if (quota === undefined || limits === undefined || quota.guaranteed + quota.borrowable === 0) return [];
      return [{ team: team.name, pool, limits, guaranteed: quota.guaranteed, borrowable: quota.borrowable }];
    }),
  );
  return found.slice(0, MOST_QUOTAS).map((each, index) => ({ ...each, index: index + 1 }));
}

/** One node's worth of the guarantee, twice; a notebook where devices are shared. */
function single(spec: PlatformSpec, holding: Holding): Job[] {
  const { borrowable, guaranteed, index, limits, pool, team } = holding;
  const shared = isShared(pool);
  const units = shared ? 1 : Math.min(limits.perNode, guaranteed === 0 ? borrowable : guaranteed);
  const kind = shared ? 'Notebook' : kindOn(spec, pool, ['TrainJob', 'Job']);
  const times = { at: '2m', every: '3m', duration: '5m' } as const;
  return [{ name: `one-${index}`, team, pool: pool.name, kind, units, count: 2, ...times }];
}

/** Several nodes within the guarantee, all or none. */
function gang(spec: PlatformSpec, { guaranteed, index, limits, pool, team }: Holding): Job[] {
  if (isShared(pool) || limits.nodes < 2 || guaranteed < 2) return [];
  const nodes = Math.min(MOST_NODES, limits.nodes, Math.max(2, Math.floor(guaranteed / limits.perNode)));
  const units = Math.min(limits.perNode, Math.floor(guaranteed / nodes));
  const kind = kindOn(spec, pool, ['TrainJob', 'JobSet', 'Job']);
  return [{ name: `gang-${index}`, team, pool: pool.name, kind, units, nodes, at: '5m', duration: '10m' }];
}

/** The least that is more than the guarantee, long before its owners ask for it. */
function borrowing(spec: PlatformSpec, { borrowable, guaranteed, index, limits, pool, team }: Holding): Job[] {
  const wanted = guaranteed + 1;
  const nodes = Math.ceil(wanted / limits.perNode);
  const units = Math.ceil(wanted / nodes);
  if (isShared(pool) || nodes > limits.nodes || nodes * units > guaranteed + borrowable) return [];
  const kind = kindOn(spec, pool, ['JobSet', 'Job']);
  return [{ name: `borrow-${index}`, team, pool: pool.name, kind, units, nodes, at: '0s', duration: '10m' }];
}

function isShared({ sharing }: PoolSpec): boolean {
  return sharing.kind === 'timeSlicing' || sharing.kind === 'mps';
}

/** The first kind that the platform runs; nobody trains on processors. */
function kindOn(spec: PlatformSpec, pool: PoolSpec, kinds: readonly JobKind[]): JobKind {
  if (poolLimits(spec, pool.name)?.resource === 'cpu') return 'Job';
  return kinds.find((kind) => runs(spec, kind)) ?? 'Job';
}
