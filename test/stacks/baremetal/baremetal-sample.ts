import { secret } from '@pulumi/pulumi';
import type { PlatformInput } from '../../../spec/platform.ts';
import type { ManagementConnection } from '../../../stacks/management-connection.ts';
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

/** The same machines with controllers of their own, by which Metal3 switches them on. */
export const METAL3_MACHINES: readonly MachineInput[] = MACHINES.map((machine, index) => ({
  ...machine,
  mac: `0c:42:a1:00:00:0${index}`,
  bmc: { address: `redfish-virtualmedia://10.0.9.${index}/redfish/v1/Systems/1` },
}));

/** Image of the operating system. */
export const IMAGE = { url: 'https://images.example.org/node.qcow2', checksum: 'ab12cd34'.repeat(8) } as const;

/** A platform on machines that Cluster API makes a cluster of; its pool of one to two H100 machines is scaled. */
export function onClusterApi(
  pool: Partial<PoolInput> = {},
  target: Partial<TargetInput<'baremetal'>> = {},
): PlatformInput {
  const management = { context: 'management', server: 'https://management.example.org:6443' };
  const metal3 = { distribution: 'clusterApi', image: IMAGE, management, machines: [...METAL3_MACHINES] } as const;
  return onBaremetal({ nodes: { min: 1, max: 2 }, ...pool }, { ...metal3, ...target });
}

/** Way to the machines' controllers. */
export function management(): ManagementConnection {
  const credentials = METAL3_MACHINES.map(
    ({ name }) => [name, secret({ username: 'admin', password: `plain-${name}` })] as const,
  );
  return { credentials: new Map(credentials) };
}
