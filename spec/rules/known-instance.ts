import { findInstance, type InstanceTarget, instances } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { abilityOf } from '../target-ability.ts';

/** Places that have instance types of their own, in the order in which they are searched. */
const OWNERS = ['aws', 'gcp', 'azure', 'digitalocean', 'baremetal'] as const satisfies readonly InstanceTarget[];

/** A pool's instance type is one of the target's catalogue. */
export function* knownInstance({ pools, target }: PlatformSpec): Iterable<Finding> {
  for (const [index, { instance }] of pools.entries()) {
    if (instance === undefined || findInstance(target.kind, instance) !== undefined) continue;
    const at = pathText(['pools', index, 'instance']);
    const known = Object.keys(instances[target.kind]);
    const owner = OWNERS.find((each) => findInstance(each, instance) !== undefined);
    const { title } = abilityOf(target.kind);
    yield owner === undefined
      ? {
          code: 'POOL_INSTANCE_UNKNOWN',
          level: 'error',
          at,
          problem: `no instance type of ${title} is called ${instance}; the catalogue knows ${known.length}`,
          fix: fixByName(instance, known),
        }
      : {
          code: 'POOL_INSTANCE_OTHER_TARGET',
          level: 'error',
          at,
          problem: `${instance} is an instance type of ${abilityOf(owner).title}, and the target is ${title}`,
          fix: `${sameAccelerator(owner, instance, target.kind)}, or change target.kind to ${owner}`,
        };
  }
}

function sameAccelerator(owner: InstanceTarget, name: string, target: InstanceTarget): string {
  const wanted = findInstance(owner, name);
  const alike = Object.keys(instances[target]).find((each) => {
    const instance = findInstance(target, each);
    return instance?.accelerator === wanted?.accelerator && instance?.count === wanted?.count;
  });
  return alike === undefined ? 'choose one of the target’s own' : `write ${alike}, which has the same accelerators`;
}
