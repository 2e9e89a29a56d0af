import type { Finding, Rule } from '../../spec/finding.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { faultRules } from './fault-rules.ts';
import { knownKind, knownPriority, openPool, retriesOfTrainJob } from './job-rules.ts';
import { serverRules } from './server-rules.ts';
import { fitsOnNode, fitsOnPool, withinQuota } from './size-rules.ts';
import { datesWithinBounds, ordered } from './time-rules.ts';
import type { GeneratorEntry, JobEntry, WorkloadsFile } from './workloads-file.ts';
import type { On, SizeEntry } from './workloads-finding.ts';

const JOB_RULES: readonly Rule<On<JobEntry | GeneratorEntry>>[] = [
  openPool,
  knownKind,
  knownPriority,
  retriesOfTrainJob,
  datesWithinBounds,
  ordered,
];
const SIZE_RULES: readonly Rule<On<SizeEntry>>[] = [fitsOnNode, fitsOnPool, withinQuota];

/** Everything about a workloads file that the platform could never do. */
export function* unfitting(file: WorkloadsFile, spec: PlatformSpec): Iterable<Finding> {
  for (const part of entries(file)) {
    const job = { spec, ...part };
    for (const rule of JOB_RULES) yield* rule(job);
    for (const size of sizes(job)) for (const rule of SIZE_RULES) yield* rule(size);
  }
  for (const [index, entry] of file.servers.entries())
    for (const rule of serverRules) yield* rule({ spec, at: ['servers', index], entry });
  for (const [index, entry] of file.faults.entries())
    for (const rule of faultRules) yield* rule({ spec, at: ['faults', index], entry });
}

function entries({ generate, jobs }: WorkloadsFile) {
  return [
    ...jobs.map((entry, index) => ({ entry, at: ['jobs', index] })),
    ...generate.map((entry, index) => ({ entry, at: ['generate', index] })),
  ];
}

function sizes({ at, entry, spec }: On<JobEntry | GeneratorEntry>): On<SizeEntry>[] {
  const { pool, team } = entry;
  if (!('sizes' in entry)) return [{ spec, at, entry }];
  return entry.sizes.map(({ nodes, units }, index) => ({
    spec,
    at: [...at, 'sizes', index],
    entry: { team, pool, nodes, units },
  }));
}
