import type { Finding } from '../../spec/finding.ts';
import { fixByName } from '../../spec/nearest.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { JobKind } from './planned-job.ts';
import { ceilingOf } from './pool-demand.ts';
import type { GeneratorEntry, JobEntry } from './workloads-file.ts';
import { mistake, type On } from './workloads-finding.ts';

type Entry = On<JobEntry | GeneratorEntry>;

/** Team and pool are the platform's, and the pool is open to the team. */
export function* openPool({
  at,
  entry: { pool, team },
  spec,
}: On<{ readonly pool: string; readonly team: string }>): Iterable<Finding> {
  const teams = spec.teams.map(({ name }) => name);
  const pools = spec.pools.map(({ name }) => name);
  if (!teams.includes(team))
    yield mistake('WORKLOADS_TEAM_UNKNOWN', [...at, 'team'], {
      problem: `no team of the platform is called ${team}`,
      fix: fixByName(team, teams),
    });
  if (!pools.includes(pool))
    yield mistake('WORKLOADS_POOL_UNKNOWN', [...at, 'pool'], {
      problem: `no pool of the platform is called ${pool}`,
      fix: fixByName(pool, pools),
    });
  if (!teams.includes(team) || !pools.includes(pool)) return;
  if ((ceilingOf(spec, team, pool) ?? 0) > 0) return;
  const open = pools.filter((name) => (ceilingOf(spec, team, name) ?? 0) > 0);
  yield mistake('WORKLOADS_POOL_CLOSED', [...at, 'pool'], {
    problem: `team ${team} has no quota on pool ${pool}; its pools: ${open.join(', ') || 'none'}`,
    fix: `choose one of them, or give ${team} a quota on ${pool} in the platform`,
  });
}

/** What a platform needs before it can run a kind of work. */
const NEEDS: Readonly<Partial<Record<JobKind, { readonly framework?: 'torch' | 'ray'; readonly fix: string }>>> = {
  JobSet: { fix: 'add training to the platform, or use kind Job' },
  TrainJob: { framework: 'torch', fix: 'add torch to training.frameworks of the platform, or use kind Job' },
  RayJob: { framework: 'ray', fix: 'add ray to training.frameworks of the platform, or use another kind' },
};

/** Whether a platform has the controllers of a kind of work. */
export function runs({ training }: PlatformSpec, kind: JobKind): boolean {
  const needs = NEEDS[kind];
  if (needs === undefined) return true;
  return training !== undefined && (needs.framework === undefined || training.frameworks.includes(needs.framework));
}

/** The platform has the controllers of the kind. */
export function* knownKind({ at, entry: { kind }, spec }: Entry): Iterable<Finding> {
  if (runs(spec, kind)) return;
  const has =
    spec.training === undefined ? 'no training at all' : `training with ${spec.training.frameworks.join(', ')}`;
  yield mistake('WORKLOADS_KIND_OFF', [...at, 'kind'], {
    problem: `nothing on the platform runs a ${kind}: it has ${has}`,
    fix: NEEDS[kind]?.fix ?? 'use another kind',
  });
}

/** The priority is one of the platform's. */
export function* knownPriority({
  at,
  entry: { priority },
  spec,
}: On<{ readonly priority?: string | undefined }>): Iterable<Finding> {
  const names = spec.queueing.priorities.map(({ name }) => name);
  if (priority === undefined || names.includes(priority)) return;
  yield mistake('WORKLOADS_PRIORITY_UNKNOWN', [...at, 'priority'], {
    problem: `no priority of the platform is called ${priority}`,
    fix: fixByName(priority, names),
  });
}

/** The retries of a TrainJob stand in its runtime, which is the platform's. */
export function* retriesOfTrainJob({ at, entry: { kind, retries }, spec }: Entry): Iterable<Finding> {
  const platform = retriesOf(spec);
  if (kind !== 'TrainJob' || retries === undefined || retries === platform) return;
  yield mistake('WORKLOADS_RETRIES_FIXED', [...at, 'retries'], {
    problem: `a TrainJob has the retries of its runtime, which are ${platform} on this platform, got ${retries}`,
    fix: 'remove it, or set training.retries of the platform',
  });
}

/** How often jobs of a platform are begun anew where they do not say. */
export function retriesOf({ training }: PlatformSpec): number {
  return training?.retries ?? 3;
}
