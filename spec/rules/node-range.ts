import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** The smallest number of nodes is not above the largest. */
export function* nodeRange({ pools }: PlatformSpec): Iterable<Finding> {
  for (const [index, { nodes }] of pools.entries()) {
    if (nodes.min <= nodes.max) continue;
    yield {
      code: 'POOL_NODES_RANGE',
      level: 'error',
      at: pathText(['pools', index, 'nodes', 'min']),
      problem: `at least ${nodes.min} nodes, but at most ${nodes.max}`,
      fix: `set nodes.min to ${nodes.max} or less, or raise nodes.max`,
    };
  }
}
