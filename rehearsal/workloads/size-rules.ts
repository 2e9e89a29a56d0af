import type { Finding } from '../../spec/finding.ts';
import { ceilingOf, mostPods, poolLimits } from './pool-demand.ts';
import { mistake, type On, type SizeEntry } from './workloads-finding.ts';

/** A pod fits on a node. */
export function* fitsOnNode({ at, entry: { pool, units }, spec }: On<SizeEntry>): Iterable<Finding> {
  const limits = poolLimits(spec, pool);
  if (limits === undefined || units === undefined || units <= limits.perNode) return;
  yield mistake('WORKLOADS_UNITS_RANGE', [...at, 'units'], {
    problem: `expected 1–${limits.perNode} of ${limits.resource} on a node of pool ${pool}, got ${units}`,
    fix: 'ask for less on each node, and for more nodes',
  });
}

/** The pool has enough nodes when it is at its largest. */
export function* fitsOnPool({ at, entry, spec }: On<SizeEntry>): Iterable<Finding> {
  const { nodes, pool } = entry;
  const limits = poolLimits(spec, pool);
  if (limits === undefined) return;
  const units = Math.min(entry.units ?? limits.perNode, limits.perNode);
  const most = mostPods(limits, units);
  if (nodes <= most) return;
  yield mistake('WORKLOADS_NODES_RANGE', [...at, 'nodes'], {
    problem: `expected 1–${most} pods of ${units} ${limits.resource} on the ${limits.nodes} nodes that pool ${pool} has at most, got ${nodes}`,
    fix: `ask for fewer nodes, or raise nodes.max of pool ${pool}`,
  });
}

/** The team can ever hold that much: a job beyond its quota waits for ever. */
export function* withinQuota({ at, entry, spec }: On<SizeEntry>): Iterable<Finding> {
  const { nodes, pool, team } = entry;
  const limits = poolLimits(spec, pool);
  const ceiling = ceilingOf(spec, team, pool) ?? 0;
  if (limits === undefined || ceiling === 0) return;
  const units = (entry.units ?? limits.perNode) * nodes;
  if (units <= ceiling) return;
  yield mistake('WORKLOADS_QUOTA_EXCEEDED', [...at, nodes > 1 || entry.units === undefined ? 'nodes' : 'units'], {
    problem: `a job of ${units} ${limits.resource}, and team ${team} can hold at most ${ceiling} on pool ${pool}: it would wait for ever`,
    fix: `ask for at most ${ceiling}, or raise guaranteed or borrowable of ${team} in the platform`,
  });
}
