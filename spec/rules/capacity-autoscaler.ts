import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Nodes that are asked for when a job comes need something that asks. */
export function* capacityAutoscaler({ pools, target }: PlatformSpec): Iterable<Finding> {
  if (target.kind !== 'gcp' || target.autoscaler !== 'none') return;
  for (const [index, { capacity, name }] of pools.entries()) {
    if (capacity.kind !== 'queued' && capacity.kind !== 'flexStart') continue;
    yield {
      code: 'POOL_CAPACITY_AUTOSCALER',
      level: 'error',
      at: pathText(['pools', index, 'capacity', 'kind']),
      problem: `pool ${name} gets its nodes when a job asks (${capacity.kind}), but target.autoscaler is none`,
      fix: 'set target.autoscaler to computeClass or nodePool',
    };
  }
}
