import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/** Nodes are obtained in one of the ways that the target has. */
export function* capacityTarget({ pools, target }: PlatformSpec): Iterable<Finding> {
  const { capacity: offered, title } = abilityOf(target.kind);
  for (const [index, { capacity }] of pools.entries()) {
    if (offered.includes(capacity.kind)) continue;
    yield {
      code: 'POOL_CAPACITY_TARGET',
      level: 'error',
      at: pathText(['pools', index, 'capacity', 'kind']),
      problem: `there is no capacity of kind ${capacity.kind} on ${title}; there is ${offered.join(', ')}`,
      fix: fixByName(capacity.kind, offered),
    };
  }
}
