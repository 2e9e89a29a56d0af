import type { PlatformSpec } from '../../spec/platform.ts';
import { Chance } from './chance.ts';
import { retriesOf } from './job-rules.ts';
import type { PlannedJob } from './planned-job.ts';
import type { PlannedServer } from './planned-server.ts';
import { poolLimits } from './pool-demand.ts';
import type { GeneratorEntry, JobEntry, ServerEntry, WorkloadsFile } from './workloads-file.ts';

const DAY = 86_400;
/** No generated job runs longer, however long the tail of its distribution is. Unit: days. */
const LONGEST_DAYS = 366;

/** The jobs of one entry of a workloads file. */
export interface JobsOfEntry {
  /** Where the entry stands. */
  readonly at: readonly ['jobs' | 'generate', number];
  /** By time of arrival. */
  readonly jobs: readonly PlannedJob[];
}

/** Every job of a workloads file, entry by entry. Pure: chance comes from the file's seed alone. */
export function planJobs({ generate, jobs, seed }: WorkloadsFile, spec: PlatformSpec): readonly JobsOfEntry[] {
  return [
    ...jobs.map((entry, index): JobsOfEntry => ({ at: ['jobs', index], jobs: copies(entry, spec) })),
    ...generate.map((entry, index): JobsOfEntry => ({ at: ['generate', index], jobs: drawn(entry, spec, seed) })),
  ];
}

/** A server of a workloads file as it will be run. */
export function planServer(entry: ServerEntry, spec: PlatformSpec): PlannedServer {
  const { load, name, perReplica, pool, priority, replicas, scaleDown, team, units } = entry;
  return {
    ...{ name, team, namespace: team, pool, perReplica, replicas, load, scaleDownSeconds: scaleDown },
    unitsPerReplica: units ?? wholeNode(pool, spec),
    ...(priority === undefined ? {} : { priority }),
  };
}

/** Jobs that a workloads file makes, before any is made; those of generators on average. */
export function expectedJobs({ generate, jobs }: WorkloadsFile): number {
  const written = jobs.reduce((sum, { count }) => sum + count, 0);
  return generate.reduce((sum, { jobsPerDay, over }) => sum + (jobsPerDay * over) / DAY, written);
}

function copies(entry: JobEntry, spec: PlatformSpec): PlannedJob[] {
  return Array.from({ length: entry.count }, (_, index) => ({
    ...common(entry, spec),
    name: entry.count === 1 ? entry.name : `${entry.name}-${index + 1}`,
    unitsPerNode: entry.units ?? wholeNode(entry.pool, spec),
    nodes: entry.nodes,
    atSeconds: entry.at + index * entry.every,
    durationSeconds: entry.duration,
  }));
}

function drawn(entry: GeneratorEntry, spec: PlatformSpec, seed: number): PlannedJob[] {
  const chance = new Chance(seed, entry.name);
  const jobs: PlannedJob[] = [];
  const rate = entry.jobsPerDay / DAY;
  for (let at = chance.pause(rate); at < entry.over; at += chance.pause(rate)) {
    const { nodes, units } = chance.oneOf(entry.sizes);
    const duration = Math.round(chance.logNormal(entry.duration));
    jobs.push({
      ...common(entry, spec),
      name: `${entry.name}-${jobs.length + 1}`,
      unitsPerNode: units ?? wholeNode(entry.pool, spec),
      nodes,
      atSeconds: Math.round(entry.from + at),
      durationSeconds: Math.min(Math.max(1, duration), LONGEST_DAYS * DAY),
    });
  }
  return jobs;
}

function common({ kind, pool, priority, retries, team }: JobEntry | GeneratorEntry, spec: PlatformSpec) {
  const about = { team, namespace: team, kind, pool, retries: retries ?? retriesOf(spec) };
  return priority === undefined ? about : { ...about, priority };
}

function wholeNode(pool: string, spec: PlatformSpec): number {
  return poolLimits(spec, pool)?.perNode ?? 1;
}
