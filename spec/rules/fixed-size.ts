import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A range of sizes means something only where nodes are added and removed. */
export function* fixedSize({ pools, target }: PlatformSpec): Iterable<Finding> {
  if (!('autoscaler' in target) || target.autoscaler !== 'none') return;
  for (const [index, { capacity, name, nodes }] of pools.entries()) {
    // The nodes of a Capacity Block come and go with it, whoever scales the rest.
    if (nodes.min >= nodes.max || capacity.kind === 'capacityBlock') continue;
    yield {
      code: 'POOL_NODES_NOT_SCALED',
      level: 'warning',
      at: pathText(['pools', index, 'nodes']),
      problem: `pool ${name} is to have ${nodes.min}–${nodes.max} nodes, but target.autoscaler is none, so it has ${nodes.max} at all times`,
      fix: `set nodes.min to ${nodes.max}, or choose an autoscaler`,
    };
  }
}
