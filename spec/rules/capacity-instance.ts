import { findInstance } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/** Some instance types are sold in fewer ways than the target has. */
export function* capacityInstance({ pools, target }: PlatformSpec): Iterable<Finding> {
  const offered = abilityOf(target.kind).capacity;
  // Somebody else obtained the nodes of an existing cluster, however they are sold.
  if (target.kind === 'existing') return;
  for (const [index, { capacity, instance }] of pools.entries()) {
    const sold = findInstance(target.kind, instance ?? '')?.capacity;
    if (sold === undefined || !offered.includes(capacity.kind) || sold.includes(capacity.kind)) continue;
    yield {
      code: 'POOL_CAPACITY_INSTANCE',
      level: 'error',
      at: pathText(['pools', index, 'capacity', 'kind']),
      problem: `${instance} is not to be had as ${capacity.kind}, only as ${sold.join(' or ')}`,
      fix: `set capacity.kind to ${sold.join(' or ')}, or choose another instance type`,
    };
  }
}
