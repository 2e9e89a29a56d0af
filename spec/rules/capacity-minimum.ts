import type { CapacityKind } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/** Why pools of these capacities must be able to be empty. */
const FROM_ZERO: Partial<Record<CapacityKind, string>> = {
  queued: 'queued nodes come for a job and go with it',
  flexStart: 'flex-start nodes come when there is capacity and live for a bounded time',
  capacityBlock: 'a Capacity Block has no nodes before it begins and after it ends',
};

/** Capacity that comes and goes cannot keep nodes. */
export function* capacityMinimum({ pools, target }: PlatformSpec): Iterable<Finding> {
  const offered = abilityOf(target.kind).capacity;
  for (const [index, { capacity, nodes }] of pools.entries()) {
    const reason = FROM_ZERO[capacity.kind];
    if (reason === undefined || nodes.min === 0 || !offered.includes(capacity.kind)) continue;
    yield {
      code: 'POOL_CAPACITY_MINIMUM',
      level: 'error',
      at: pathText(['pools', index, 'nodes', 'min']),
      problem: `${nodes.min} nodes are to be always there, but ${reason}`,
      fix: 'set nodes.min to 0',
    };
  }
}
