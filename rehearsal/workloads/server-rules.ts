import type { Finding, Rule } from '../../spec/finding.ts';
import { knownPriority, openPool } from './job-rules.ts';
import { fitsOnNode, fitsOnPool, withinQuota } from './size-rules.ts';
import { loadWithinBounds } from './time-rules.ts';
import type { ServerEntry } from './workloads-file.ts';
import { mistake, type On, type SizeEntry } from './workloads-finding.ts';

const SIZE_RULES: readonly Rule<On<SizeEntry>>[] = [fitsOnNode, fitsOnPool, withinQuota];

/** Everything about a server that the platform could never do. */
export const serverRules: readonly Rule<On<ServerEntry>>[] = [
  openPool,
  knownPriority,
  replicasOrdered,
  loadOrdered,
  loadWithinBounds,
  largestFits,
];

/** The least is not above the most. */
function* replicasOrdered({ at, entry: { replicas } }: On<ServerEntry>): Iterable<Finding> {
  if (replicas.min <= replicas.max) return;
  yield mistake('WORKLOADS_REPLICAS_ORDER', [...at, 'replicas', 'min'], {
    problem: `at least ${replicas.min} replicas, and at most ${replicas.max}`,
    fix: `give a min of at most ${replicas.max}`,
  });
}

/** Each step of the load comes after the one before. */
function* loadOrdered({ at, entry: { load } }: On<ServerEntry>): Iterable<Finding> {
  for (const [index, step] of load.entries()) {
    const before = load[index - 1];
    if (before === undefined || step.at > before.at) continue;
    yield mistake('WORKLOADS_LOAD_ORDER', [...at, 'load', index, 'at'], {
      problem: `it begins ${step.at} s after the beginning, and the step before it ${before.at} s`,
      fix: 'write the steps by time, one for each moment',
    });
  }
}

/** The server fits its pool and the team's quota when it is at its largest. */
function* largestFits({ at, entry, spec }: On<ServerEntry>): Iterable<Finding> {
  const { pool, replicas, team, units } = entry;
  const size = { spec, at, entry: { team, pool, units, nodes: replicas.max } };
  for (const rule of SIZE_RULES)
    for (const finding of rule(size)) yield { ...finding, at: finding.at.replace(/\.nodes$/, '.replicas.max') };
}
