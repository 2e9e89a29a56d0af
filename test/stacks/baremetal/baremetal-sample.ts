import type { PlatformInput } from '../../../spec/platform.ts';
import { type PoolInput, platformOn, TARGETS, type TargetInput } from '../target-sample.ts';

/** A machine as a user writes it. */
export type MachineInput = NonNullable<TargetInput<'baremetal'>['machines']>[number];

/** Machines of one site: three of the control plane with disks for data, and two with accelerators. */
export const MACHINES: readonly MachineInput[] = [
  ...[1, 2, 3].map((number) => ({ name: `cp-${number}`, address: `10.0.0.${number}`, dataDisks: ['/dev/nvme1n1'] })),
  ...[1, 2].map((number) => ({ name: `gpu-${number}`, address: `10.0.1.${number}`, pool: 'train', disk: '/dev/sda' })),
];

/** A platform on machines of one's own whose objects Pulumi brings; one pool of two H100 machines unless told otherwise. */
export function onBaremetal(
  pool: Partial<PoolInput> = {},
  target: Partial<TargetInput<'baremetal'>> = {},
): PlatformInput {
  const train: PoolInput = { name: 'train', instance: 'generic-h100-hgx-8', nodes: { min: 2, max: 2 } };
  const machines = [...MACHINES];
  return {
    ...platformOn({ ...TARGETS.baremetal, endpoint: 'api.example.org', machines, ...target }, { ...train, ...pool }),
    delivery: { kind: 'pulumi' },
  };
}
