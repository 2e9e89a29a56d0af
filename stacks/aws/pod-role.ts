import { PodIdentityAssociation } from '@pulumi/aws/eks/podIdentityAssociation.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { AwsTarget } from '../../spec/target.ts';
import type { Cluster } from './cluster.ts';
import { clusterArn, trustedPods } from './iam.ts';

/** A role that pods take. */
export interface PodRoleArgs {
  /** The cluster whose pods they are. */
  readonly cluster: Cluster;
  /** Account and region. */
  readonly target: AwsTarget;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** Name of the role; at most 64 characters. */
  readonly role: string;
  /** What it may do. @default - nothing */
  readonly policy?: Input<string>;
  /** Service accounts whose pods take it. */
  readonly accounts: readonly { readonly namespace: string; readonly serviceAccount: string }[];
}

/** A role of IAM, and the service accounts whose pods take it. Only this cluster's: a cluster of the same account cannot lend it out. */
export class PodRole extends ComponentResource {
  /** The role. */
  public readonly role: Role;

  public constructor(name: string, args: PodRoleArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:PodRole', name, {}, opts);
    const { accounts, cluster, clusterName, policy, target } = args;
    const trust = trustedPods(clusterArn(target.region, target.account, clusterName));
    this.role = new Role(name, { name: args.role, assumeRolePolicy: trust }, { parent: this });
    const rights =
      policy === undefined
        ? []
        : [new RolePolicy(name, { name: 'rights', role: this.role.name, policy }, { parent: this })];
    for (const { namespace, serviceAccount } of accounts)
      new PodIdentityAssociation(
        `${name}-${namespace}`,
        { clusterName: cluster.eks.name, namespace, serviceAccount, roleArn: this.role.arn },
        { parent: this, dependsOn: rights, deletedWith: cluster.eks },
      );
    this.registerOutputs({ arn: this.role.arn });
  }
}
