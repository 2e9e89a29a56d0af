import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/** On a cloud the catalogue knows the machines; only one's own need a description. */
export function* machineTarget({ pools, target }: PlatformSpec): Iterable<Finding> {
  const { machines, title } = abilityOf(target.kind);
  if (machines) return;
  for (const [index, { instance, machine }] of pools.entries()) {
    if (machine === undefined || instance !== undefined) continue;
    yield {
      code: 'POOL_MACHINE_TARGET',
      level: 'error',
      at: pathText(['pools', index, 'machine']),
      problem: `machine describes machines of your own, and the target is ${title}`,
      fix: 'name an instance type of the target with instance instead',
    };
  }
}
