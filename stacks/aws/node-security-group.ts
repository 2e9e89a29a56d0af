import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { SecurityGroupEgressRule } from '@pulumi/aws/vpc/securityGroupEgressRule.js';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc/securityGroupIngressRule.js';
import type { CustomResourceOptions, Input } from '@pulumi/pulumi';

/** Whose nodes. */
export interface NodeSecurityGroupArgs {
  /** VPC that they are in. */
  readonly vpcId: Input<string>;
  /** Tag by which Karpenter finds what new nodes join. @default - none */
  readonly discoveryTag?: { readonly key: string; readonly value: string };
}

/**
 * Group of all nodes. EFA takes no rule of addresses: it wants traffic of the group with itself allowed in both directions,
 * by name.
 *
 * @param name - name of the resource and of the group
 */
export function nodeSecurityGroup(
  name: string,
  { discoveryTag, vpcId }: NodeSecurityGroupArgs,
  opts: CustomResourceOptions,
): SecurityGroup {
  const tags = discoveryTag === undefined ? {} : { [discoveryTag.key]: discoveryTag.value };
  const group = new SecurityGroup(
    name,
    { name, description: 'Nodes of one cluster, among themselves', vpcId, tags: { Name: name, ...tags } },
    opts,
  );
  const itself = { securityGroupId: group.id, referencedSecurityGroupId: group.id, ipProtocol: '-1' };
  new SecurityGroupIngressRule(`${name}-from-itself`, itself, opts);
  new SecurityGroupEgressRule(`${name}-to-itself`, itself, opts);
  return group;
}
