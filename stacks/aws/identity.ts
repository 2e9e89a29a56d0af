import { AccessEntry } from '@pulumi/aws/eks/accessEntry.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { TargetFacts } from '../../spec/facts.ts';
import type { AwsTarget } from '../../spec/target.ts';
import type { TeamSpec } from '../../spec/team.ts';
import type { Cluster } from './cluster.ts';
import { managedPolicy, partitionOf, policyDocument, trustedService } from './iam.ts';
import { KarpenterIdentity } from './karpenter-identity.ts';
import { TeamIdentity } from './team-identity.ts';

/** Whom AWS shall know. */
export interface IdentityArgs {
  /** The cluster whose pods and machines they are. */
  readonly cluster: Cluster;
  /** Account and region. */
  readonly target: AwsTarget;
  /** Names under which roles and buckets are known. */
  readonly facts: TargetFacts;
  /** Teams, in the spec's order. */
  readonly teams: readonly TeamSpec[];
  /** Whether teams have a namespace for their experiments. @default false */
  readonly tracking?: boolean;
}

/** What a machine of the cluster may do: join it, and pull images, also through the registry's caches. */
const NODE_POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'];

/**
 * Roles of machines, controllers and teams. Pods get theirs by Pod Identity: nothing is written on their accounts.
 *
 * One role serves all machines. Its access entry is made here and not left to the first node group, which would take it
 * along when it goes while Karpenter's machines still need it.
 */
export class Identity extends ComponentResource {
  /** Role of all machines. */
  public readonly nodeRole: Role;
  /** What must be there before a machine joins. */
  public readonly node: readonly (AccessEntry | RolePolicyAttachment | RolePolicy)[];
  readonly #name: string;

  public constructor(name: string, args: IdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:Identity', name, {}, opts);
    this.#name = name;
    const { cluster, facts, target, teams, tracking } = args;
    this.nodeRole = this.#nodeRole(facts);
    this.node = [...this.#nodePolicies(target), this.#nodeEntry(cluster)];
    if (facts.karpenter !== undefined)
      new KarpenterIdentity(
        `${name}-karpenter`,
        { cluster, target, clusterName: facts.cluster, karpenter: facts.karpenter },
        { parent: this },
      );
    for (const [index, team] of teams.entries())
      new TeamIdentity(
        `${name}-team-${team.name}`,
        { cluster, target, clusterName: facts.cluster, team, tracking, bucket: facts.teams[index]?.bucket?.name },
        { parent: this },
      );
    this.registerOutputs({ nodeRole: this.nodeRole.arn });
  }

  #nodeRole({ cluster, karpenter }: TargetFacts): Role {
    return new Role(
      `${this.#name}-node`,
      { name: karpenter?.nodeRole ?? `${cluster}-node`, assumeRolePolicy: trustedService('ec2.amazonaws.com') },
      { parent: this },
    );
  }

  #nodePolicies({ account, region }: AwsTarget): (RolePolicyAttachment | RolePolicy)[] {
    const name = `${this.#name}-node`;
    const attached = NODE_POLICIES.map((policy) => {
      const policyArn = managedPolicy(region, policy);
      return new RolePolicyAttachment(`${name}-${policy}`, { role: this.nodeRole.name, policyArn }, { parent: this });
    });
    const cached = policyDocument({
      Effect: 'Allow',
      Action: ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'],
      Resource: `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/*`,
    });
    return [
      ...attached,
      new RolePolicy(
        `${name}-image-caches`,
        { name: 'image-caches', role: this.nodeRole.name, policy: JSON.stringify(cached) },
        { parent: this },
      ),
    ];
  }

  #nodeEntry({ eks }: Cluster): AccessEntry {
    return new AccessEntry(
      `${this.#name}-node`,
      { clusterName: eks.name, principalArn: this.nodeRole.arn, type: 'EC2_LINUX' },
      { parent: this, deletedWith: eks },
    );
  }
}
