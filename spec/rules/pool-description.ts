import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/** A pool says once what its nodes are: by an instance type, or by a description of the machines. */
export function* poolDescription({ pools, target }: PlatformSpec): Iterable<Finding> {
  const { machines } = abilityOf(target.kind);
  for (const [index, { instance, machine, name }] of pools.entries()) {
    if (instance === undefined && machine === undefined)
      yield {
        code: 'POOL_INSTANCE_MISSING',
        level: 'error',
        at: pathText(['pools', index]),
        problem: `pool ${name} does not say what its nodes are`,
        fix: machines
          ? 'add instance, or machine with vcpus and memory'
          : 'add instance, an instance type of the target',
      };
    if (instance !== undefined && machine !== undefined)
      yield {
        code: 'POOL_INSTANCE_AMBIGUOUS',
        level: 'error',
        at: pathText(['pools', index, 'machine']),
        problem: `pool ${name} has both instance (${instance}) and machine`,
        fix: machines ? 'keep one of the two' : 'remove machine',
      };
  }
}
