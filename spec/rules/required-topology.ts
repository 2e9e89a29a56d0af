import type { Finding } from '../finding.ts';
import { nodeAutoscaler } from '../node-autoscaler.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Kueue finds a network block only among nodes that are there: on a pool that may be empty the job would wait for ever. */
export function* requiredTopology({ pools, target }: PlatformSpec): Iterable<Finding> {
  if (nodeAutoscaler(target) === 'none') return;
  for (const [index, { name, nodes, topology }] of pools.entries()) {
    if (topology !== 'required' || nodes.min >= nodes.max) continue;
    yield {
      code: 'POOL_TOPOLOGY_NOT_FIXED',
      level: 'error',
      at: pathText(['pools', index, 'topology']),
      problem: `pool ${name} has ${nodes.min}–${nodes.max} nodes, and gangs that require one block never start while nodes are missing`,
      fix: `set topology to preferred, or nodes.min to ${nodes.max}`,
    };
  }
}
