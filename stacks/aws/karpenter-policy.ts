import type { KarpenterFacts } from '../../spec/facts.ts';
import { clusterArn, partitionOf, policyDocument, type Statement } from './iam.ts';

/** What Karpenter's controller is for. */
export interface KarpenterPolicyInput {
  readonly account: string;
  readonly region: string;
  /** Name of the cluster. */
  readonly cluster: string;
  /** Names that the manifests count on. */
  readonly karpenter: KarpenterFacts;
}

/** What it may only look at. */
const READS = [
  'CapacityReservations',
  'Images',
  'Instances',
  'InstanceStatus',
  'InstanceTypeOfferings',
  'InstanceTypes',
  'LaunchTemplates',
  'PlacementGroups',
  'SecurityGroups',
  'SpotPriceHistory',
  'Subnets',
].map((what) => `ec2:Describe${what}`);

/** What a launch makes, and what carries its tags from the first moment. */
const MADE = ['fleet', 'instance', 'launch-template', 'network-interface', 'spot-instances-request', 'volume'];
/** What a launch uses and somebody else owns. */
const USED = ['capacity-reservation', 'image', 'placement-group', 'security-group', 'snapshot', 'subnet'];
const POOL = 'karpenter.sh/nodepool';
const CLASS = 'karpenter.k8s.aws/ec2nodeclass';

/**
 * Rights of Karpenter's controller: it starts machines that carry the cluster's tag, and stops only those that do.
 *
 * @see https://karpenter.sh/docs/reference/cloudformation/
 */
export function karpenterPolicy(input: KarpenterPolicyInput): string {
  return JSON.stringify(policyDocument(...launch(input), ...machines(input), ...profiles(input), ...rest(input)));
}

const owned = (cluster: string) => `kubernetes.io/cluster/${cluster}`;
const ec2 = ({ region }: KarpenterPolicyInput, kinds: readonly string[]) =>
  kinds.map((kind) => `arn:${partitionOf(region)}:ec2:${region}:*:${kind}/*`);

function launch(input: KarpenterPolicyInput): Statement[] {
  const { cluster } = input;
  const asked = { [`aws:RequestTag/${owned(cluster)}`]: 'owned', 'aws:RequestTag/eks:eks-cluster-name': cluster };
  const forPool = { [`aws:RequestTag/${POOL}`]: '*' };
  return [
    { Effect: 'Allow', Action: ['ec2:CreateFleet', 'ec2:RunInstances'], Resource: ec2(input, USED) },
    {
      Effect: 'Allow',
      Action: ['ec2:CreateFleet', 'ec2:RunInstances'],
      Resource: ec2(input, ['launch-template']),
      Condition: {
        StringEquals: { [`aws:ResourceTag/${owned(cluster)}`]: 'owned' },
        StringLike: { [`aws:ResourceTag/${POOL}`]: '*' },
      },
    },
    {
      Effect: 'Allow',
      Action: ['ec2:CreateFleet', 'ec2:CreateLaunchTemplate', 'ec2:RunInstances'],
      Resource: ec2(input, MADE),
      Condition: { StringEquals: asked, StringLike: forPool },
    },
    {
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: ec2(input, MADE),
      Condition: {
        StringEquals: { ...asked, 'ec2:CreateAction': ['CreateFleet', 'CreateLaunchTemplate', 'RunInstances'] },
        StringLike: forPool,
      },
    },
  ];
}

function machines(input: KarpenterPolicyInput): Statement[] {
  const { cluster } = input;
  const ours = { [`aws:ResourceTag/${owned(cluster)}`]: 'owned' };
  const ofPool = { [`aws:ResourceTag/${POOL}`]: '*' };
  return [
    {
      Effect: 'Allow',
      Action: 'ec2:CreateTags',
      Resource: ec2(input, ['instance']),
      Condition: {
        StringEquals: ours,
        StringLike: ofPool,
        StringEqualsIfExists: { 'aws:RequestTag/eks:eks-cluster-name': cluster },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'] },
      },
    },
    {
      Effect: 'Allow',
      Action: ['ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'],
      Resource: ec2(input, ['instance', 'launch-template']),
      Condition: { StringEquals: ours, StringLike: ofPool },
    },
  ];
}

/** Instance profiles: Karpenter makes one for each node class, and its finalizer takes it away. */
function profiles({ account, cluster, karpenter, region }: KarpenterPolicyInput): Statement[] {
  const iam = `arn:${partitionOf(region)}:iam::${account}`;
  const Resource = `${iam}:instance-profile/*`;
  const tags = (prefix: string) => ({
    [`aws:${prefix}Tag/${owned(cluster)}`]: 'owned',
    [`aws:${prefix}Tag/topology.kubernetes.io/region`]: region,
  });
  const ofClass = (prefix: string) => ({ [`aws:${prefix}Tag/${CLASS}`]: '*' });
  const asked = { ...tags('Request'), 'aws:RequestTag/eks:eks-cluster-name': cluster };
  return [
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: `${iam}:role/${karpenter.nodeRole}`,
      Condition: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
    },
    {
      Effect: 'Allow',
      Action: 'iam:CreateInstanceProfile',
      Resource,
      Condition: { StringEquals: asked, StringLike: ofClass('Request') },
    },
    {
      Effect: 'Allow',
      Action: 'iam:TagInstanceProfile',
      Resource,
      Condition: {
        StringEquals: { ...tags('Resource'), ...asked },
        StringLike: { ...ofClass('Resource'), ...ofClass('Request') },
      },
    },
    {
      Effect: 'Allow',
      Action: ['iam:AddRoleToInstanceProfile', 'iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
      Resource,
      Condition: { StringEquals: tags('Resource'), StringLike: ofClass('Resource') },
    },
    { Effect: 'Allow', Action: 'iam:GetInstanceProfile', Resource },
    { Effect: 'Allow', Action: 'iam:ListInstanceProfiles', Resource: '*' },
  ];
}

function rest({ account, cluster, karpenter, region }: KarpenterPolicyInput): Statement[] {
  const partition = partitionOf(region);
  return [
    { Effect: 'Allow', Action: READS, Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': region } } },
    {
      Effect: 'Allow',
      Action: 'ssm:GetParameter',
      Resource: `arn:${partition}:ssm:${region}::parameter/aws/service/*`,
    },
    { Effect: 'Allow', Action: 'pricing:GetProducts', Resource: '*' },
    { Effect: 'Allow', Action: 'eks:DescribeCluster', Resource: clusterArn(region, account, cluster) },
    {
      Effect: 'Allow',
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      Resource: `arn:${partition}:sqs:${region}:${account}:${karpenter.interruptionQueue}`,
    },
  ];
}
