import type { LaunchTemplateArgs } from '@pulumi/aws/ec2/launchTemplate.js';
import type { Input } from '@pulumi/pulumi';
import { findInstance } from '../../catalog/index.ts';
import { efaInterfaces } from '../../constructs/autoscaling/efa-interfaces.ts';
import { eksNodeConfig } from '../../constructs/autoscaling/eks-node-config.ts';
import type { PoolFacts } from '../../spec/facts.ts';
import type { PoolSpec } from '../../spec/pool.ts';

/** Root disk of a machine, as Karpenter's machines have it. Unit: GiB. */
const ROOT_DISK = { withAccelerators: 200, without: 100 } as const;

/** What machines of a pool are started with. */
export interface LaunchTemplateInput {
  /** Name of the template. */
  readonly name: string;
  /** Instance type. */
  readonly instance: string;
  /** How they are obtained. @default - on demand */
  readonly capacity?: PoolSpec['capacity'];
  /** Fabric and placement. @default - neither */
  readonly facts?: Pick<PoolFacts, 'fabric'>;
  /** Name of the placement group. @default - none */
  readonly placementGroup?: Input<string>;
  /** Security groups of their interfaces. */
  readonly securityGroupIds: readonly Input<string>[];
  /** Whether its containerd is told to keep what nodes hand to one another. @default false */
  readonly sharesImages?: boolean;
  /** Tags of machines, disks and interfaces; the provider's own reach only the template. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Settings of EC2 for the machines of one pool: the same as Karpenter's node classes have (constructs/autoscaling), so that a pool is one
 * pool whoever starts its machines.
 *
 * The instance type stands here and not at the node group: Capacity Blocks want it so, and another type then is a rolling
 * change and not a new group.
 */
export function launchTemplateArgs(input: LaunchTemplateInput): LaunchTemplateArgs {
  const { instance, name, placementGroup } = input;
  const localDisks = findInstance('aws', instance)?.localDiskGb !== undefined;
  const userData = eksNodeConfig({ localDisks, sharesImages: input.sharesImages });
  return {
    name,
    instanceType: instance,
    updateDefaultVersion: true,
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        ebs: { volumeType: 'gp3', volumeSize: rootDisk(instance), encrypted: 'true', deleteOnTermination: 'true' },
      },
    ],
    // One hop: a pod has a network of its own and does not reach the machine's credentials.
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    tagSpecifications: ['instance', 'network-interface', 'volume'].map((resourceType) => ({
      resourceType,
      tags: { Name: name, ...input.tags },
    })),
    ...interfaces(input),
    ...market(input.capacity),
    ...(placementGroup === undefined ? {} : { placement: { groupName: placementGroup } }),
    ...(userData === undefined ? {} : { userData: Buffer.from(userData).toString('base64') }),
  };
}

function rootDisk(instance: string): number {
  return (findInstance('aws', instance)?.count ?? 0) > 0 ? ROOT_DISK.withAccelerators : ROOT_DISK.without;
}

/** With EFA each interface is written out and names its groups itself; otherwise EKS makes the one. */
function interfaces({ facts, instance, securityGroupIds }: LaunchTemplateInput): Partial<LaunchTemplateArgs> {
  const groups = [...securityGroupIds];
  if (facts?.fabric === undefined) return { vpcSecurityGroupIds: groups };
  return {
    networkInterfaces: efaInterfaces(instance, facts.fabric.perNode).map((each) => ({
      ...each,
      securityGroups: groups,
      deleteOnTermination: 'true',
    })),
  };
}

/** Spot is asked for at the node group: EKS refuses it here. What is reserved is used alone, and never bought. */
function market(capacity: PoolSpec['capacity'] | undefined): Partial<LaunchTemplateArgs> {
  if (capacity?.kind !== 'reservation' && capacity?.kind !== 'capacityBlock') return {};
  return {
    capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId: capacity.reservation } },
    ...(capacity.kind === 'capacityBlock' ? { instanceMarketOptions: { marketType: 'capacity-block' } } : {}),
  };
}
