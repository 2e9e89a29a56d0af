import { envelope } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** A cluster has no more nodes than Kubernetes promises its service levels for. */
export function* envelopeNodes({ pools }: PlatformSpec): Iterable<Finding> {
  const nodes = pools.reduce((sum, pool) => sum + pool.nodes.max, 0);
  if (nodes <= envelope.nodes) return;
  yield {
    code: 'PLATFORM_NODES_ENVELOPE',
    level: 'error',
    at: 'pools',
    problem: `the pools may have ${nodes} nodes together; Kubernetes keeps its promises up to ${envelope.nodes}`,
    fix: `lower nodes.max by ${nodes - envelope.nodes} in all, or split the platform into two`,
  };
}
