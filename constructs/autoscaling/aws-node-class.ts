import { Construct } from 'constructs';
import { findInstance } from '../../catalog/index.ts';
import type { KarpenterFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { sharesImages } from '../images/index.ts';
import { EC2NodeClass, type EC2NodeClassSpec } from '../imports/karpenter-aws.gen.ts';
import { efaInterfaces } from './efa-interfaces.ts';
import { eksNodeConfig } from './eks-node-config.ts';
import type { ElasticPool } from './elastic-pool.ts';

/** Root disk of a node: room for a few training images, which take 10–30 GiB each. */
const ROOT_DISK = { withAccelerators: '200Gi', without: '100Gi' } as const;

/** How the machines of a pool are started on AWS. */
export interface AwsNodeClassProps {
  /** The platform: its name, environment and Kubernetes minor. */
  readonly spec: PlatformSpec;
  /** Names that the stack makes things under. */
  readonly karpenter: KarpenterFacts;
  /** The pool. */
  readonly elastic: ElasticPool;
}

/** EC2 settings of one pool: image, network with EFA, disks, reservation and placement. */
export class AwsNodeClass extends Construct {
  /** The object that node pools refer to. */
  public readonly nodeClass: EC2NodeClass;

  public constructor(scope: Construct, id: string, props: AwsNodeClassProps) {
    super(scope, id);
    const { elastic, karpenter, spec } = props;
    const { facts, instance, pool } = elastic;
    const discovered = [{ tags: { [karpenter.discoveryTag.key]: karpenter.discoveryTag.value } }];
    const { capacity } = pool;
    this.nodeClass = new EC2NodeClass(this, 'class', {
      metadata: { name: pool.name },
      spec: {
        role: karpenter.nodeRole,
        ...image(spec.target.kubernetes, elastic),
        subnetSelectorTerms: karpenter.subnets?.map((id) => ({ id })) ?? discovered,
        securityGroupSelectorTerms: discovered,
        metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
        ...disks(elastic),
        ...startUp(spec),
        ...(capacity.kind === 'reservation' || capacity.kind === 'capacityBlock'
          ? { capacityReservationSelectorTerms: [{ id: capacity.reservation }] }
          : {}),
        ...(facts.placementGroup === undefined ? {} : { placementGroupSelector: { name: facts.placementGroup } }),
        ...(facts.fabric === undefined ? {} : { networkInterfaces: efaInterfaces(instance, facts.fabric.perNode) }),
        tags: {
          'plinth.dev/platform': spec.metadata.name,
          'plinth.dev/environment': spec.metadata.environment,
          'plinth.dev/pool': pool.name,
        },
      },
    });
  }
}

/** What the machine is told before it joins. Karpenter adds how to join, and what it says itself of disks. */
function startUp(spec: PlatformSpec): Pick<EC2NodeClassSpec, 'userData'> {
  const userData = eksNodeConfig({ sharesImages: sharesImages(spec) });
  return userData === undefined ? {} : { userData };
}

/** Amazon Linux 2023: the variant that fits the machine, driver included, or the plain one where an operator brings it. */
function image(
  kubernetes: string,
  { facts, shape }: ElasticPool,
): Pick<EC2NodeClassSpec, 'amiFamily' | 'amiSelectorTerms'> {
  if (facts.driver !== 'operator') return { amiSelectorTerms: [{ alias: 'al2023@latest' }] };
  const architecture = shape.architecture === 'arm64' ? 'arm64' : 'x86_64';
  return {
    amiFamily: 'AL2023',
    amiSelectorTerms: [
      {
        ssmParameter: `/aws/service/eks/optimized-ami/${kubernetes}/amazon-linux-2023/${architecture}/standard/recommended/image_id`,
      },
    ],
  };
}

/** An encrypted root disk, and the machine's own fast disks, where it has any, as one for everything pods write. */
function disks({
  instance,
  shape,
}: ElasticPool): Pick<EC2NodeClassSpec, 'blockDeviceMappings' | 'instanceStorePolicy'> {
  const volumeSize = shape.accelerator === undefined ? ROOT_DISK.without : ROOT_DISK.withAccelerators;
  return {
    blockDeviceMappings: [
      {
        deviceName: '/dev/xvda',
        rootVolume: true,
        ebs: { volumeType: 'gp3', volumeSize, encrypted: true, deleteOnTermination: true },
      },
    ],
    ...(findInstance('aws', instance)?.localDiskGb === undefined ? {} : { instanceStorePolicy: 'RAID0' }),
  };
}
