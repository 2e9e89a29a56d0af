import { envelope } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';

/** A cluster has no more pods than Kubernetes promises its service levels for: what teams may start, and nodes can hold. */
export function* envelopePods(spec: PlatformSpec): Iterable<Finding> {
  const allowed = spec.teams.reduce((sum, { fabric, limits }) => sum + limits.pods * (fabric === 'allowed' ? 2 : 1), 0);
  const held = heldByNodes(spec);
  if (Math.min(allowed, held) <= envelope.pods) return;
  yield {
    code: 'PLATFORM_PODS_ENVELOPE',
    level: 'error',
    at: 'teams',
    problem: `teams may run ${allowed} pods (limits.pods of each namespace), and the nodes hold ${held}; Kubernetes keeps its promises up to ${envelope.pods}`,
    fix: `lower limits.pods to ${Math.floor((envelope.pods / allowed) * 100)} % of what it is, or split the platform into two`,
  };
}

function heldByNodes({ pools, target }: PlatformSpec): number {
  return pools.reduce((sum, pool) => {
    const vcpus = poolShape(target.kind, pool)?.vcpus ?? Number.POSITIVE_INFINITY;
    return sum + pool.nodes.max * Math.min(envelope.podsPerNode, envelope.podsPerCore * vcpus);
  }, 0);
}
