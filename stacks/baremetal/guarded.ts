import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import { type Guarded, guardedData } from '../guarded.ts';
import { guarded as guardedByClusterApi } from './cluster-api/guarded.ts';
import { guardedMachine } from './guarded-machine.ts';

/**
 * What is protected on machines of one's own.
 *
 * Every machine is: one that leaves the program is given back to nobody, it runs on with the cluster's keys and the only copy of
 * what lies on its disks.
 */
export function guarded(spec: PlatformOn<'baremetal'>, facts: TargetFacts): Guarded[] {
  if (spec.target.distribution === 'clusterApi') return guardedByClusterApi(spec, facts);
  const { cluster } = facts;
  return [
    guardedData('talos:machine/secrets:Secrets', `${cluster}-cluster-secrets`),
    ...spec.target.machines.map((machine) =>
      guardedMachine(
        'talos:machine/configurationApply:ConfigurationApply',
        `${cluster}-machine-${machine.name}`,
        machine,
      ),
    ),
  ];
}
