import type { Input } from '@pulumi/pulumi';

/** One rule of a policy. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: Input<string> | readonly Input<string>[];
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy document of IAM. Its parts may be known only after deployment. */
export function policyDocument(...statements: readonly Statement[]) {
  return { Version: '2012-10-17', Statement: statements };
}

/** Who may take a role: a service of AWS. */
export function trustedService(service: string): string {
  return JSON.stringify(policyDocument({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }));
}

/**
 * Who may take a role: pods of one cluster, through Pod Identity. Which pods, the association says.
 *
 * @param cluster - ARN of the cluster
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function trustedPods(cluster: string): string {
  return JSON.stringify(
    policyDocument({
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Condition: { StringEquals: { 'aws:RequestTag/eks-cluster-arn': cluster } },
    }),
  );
}

/** Part of AWS that a region belongs to, as ARNs name it. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** ARN of a cluster: chosen, because its name is. */
export function clusterArn(region: string, account: string, cluster: string): string {
  return `arn:${partitionOf(region)}:eks:${region}:${account}:cluster/${cluster}`;
}

/** ARN of a policy that AWS keeps. @param name - with its path, such as `service-role/AmazonEBSCSIDriverPolicy` */
export function managedPolicy(region: string, name: string): string {
  return `arn:${partitionOf(region)}:iam::aws:policy/${name}`;
}
