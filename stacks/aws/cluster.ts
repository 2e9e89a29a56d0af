import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Tag } from '@pulumi/aws/ec2/tag.js';
import { Cluster as EksCluster } from '@pulumi/aws/eks/cluster.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import { Alias } from '@pulumi/aws/kms/alias.js';
import { Key } from '@pulumi/aws/kms/key.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  jsonStringify,
  type Output,
  type Resource,
} from '@pulumi/pulumi';
import { type ApiAccess, openTo } from '../../spec/api-access.ts';
import type { AwsTarget } from '../../spec/target.ts';
import { type Deletion, dataOptions } from '../deletion.ts';
import type { ClusterAccess } from '../target-stack.ts';
import { clusterArn, managedPolicy, trustedService } from './iam.ts';
import type { Network } from './network.ts';

/** What a cluster is built from. */
export interface ClusterArgs {
  /** Name of the cluster, from the facts. */
  readonly cluster: string;
  /** Account, region, Kubernetes and addresses. */
  readonly target: AwsTarget;
  /** Where it stands. */
  readonly network: Network;
  /** What happens to data, and to the cluster itself. */
  readonly deletion: Deletion;
  /** Profile of the AWS configuration to take credentials from. @default - the environment's */
  readonly profile?: string;
  /** Tag by which Karpenter finds what new nodes join. @default - none */
  readonly discoveryTag?: { readonly key: string; readonly value: string };
}

/** Longest that the control plane's log is kept. Unit: days. A quarter, as audits usually ask. */
const LOG_DAYS = 90;
/** All logs that EKS offers. */
const LOGS = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];
/** Time in which a deleted key can still be brought back. Unit: days. The longest that AWS allows. */
const KEY_DAYS = 30;

/**
 * EKS control plane: secrets encrypted with a key of its own, reached from inside the network by a private endpoint, people and
 * machines let in by access entries.
 *
 * - The public endpoint is open too, to whom IAM lets in, unless `target.apiAccess` names networks or closes it.
 * - The log group is made first, or EKS makes one that nobody owns and that never forgets.
 * - Who runs the first `pulumi up` is an administrator of the cluster; others get access entries.
 * - No add-on of EKS comes by itself (`bootstrapSelfManagedAddons`): {@link AddOns} brings them, with settings.
 */
export class Cluster extends ComponentResource {
  /** The control plane. */
  public readonly eks: EksCluster;
  /** Way to its API. */
  public readonly access: ClusterAccess;
  readonly #args: ClusterArgs;
  readonly #name: string;

  public constructor(name: string, args: ClusterArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:Cluster', name, {}, opts);
    this.#name = name;
    this.#args = args;
    const role = this.#role();
    const policy = this.#policy(role);
    this.eks = this.#eks(role, this.#key(), [policy, this.#log()]);
    this.access = {
      kubeconfig: this.#kubeconfig(),
      // Chosen, so that it is known at the first preview. A cluster of the same name is taken to be the same one: it is protected.
      identifier: clusterArn(args.target.region, args.target.account, args.cluster),
      adopts: true,
    };
    this.#discovery();
    this.registerOutputs({ name: this.eks.name, endpoint: this.eks.endpoint });
  }

  #role(): Role {
    const assumeRolePolicy = trustedService('eks.amazonaws.com');
    return new Role(
      `${this.#name}-role`,
      { name: `${this.#args.cluster}-cluster`, assumeRolePolicy },
      { parent: this },
    );
  }

  #policy(role: Role): RolePolicyAttachment {
    const policyArn = managedPolicy(this.#args.target.region, 'AmazonEKSClusterPolicy');
    return new RolePolicyAttachment(`${this.#name}-role`, { role: role.name, policyArn }, { parent: this });
  }

  #key(): Key {
    const { cluster, deletion } = this.#args;
    const name = `${this.#name}-key`;
    const key = new Key(
      name,
      {
        description: `Secrets of the cluster ${cluster}`,
        enableKeyRotation: true,
        deletionWindowInDays: KEY_DAYS,
        tags: { Name: name },
      },
      // Without its key nothing in the cluster's store can be read again.
      { parent: this, ...dataOptions(deletion) },
    );
    new Alias(name, { name: `alias/${cluster}`, targetKeyId: key.keyId }, { parent: this });
    return key;
  }

  #log(): LogGroup {
    const { cluster } = this.#args;
    return new LogGroup(
      `${this.#name}-log`,
      { name: `/aws/eks/${cluster}/cluster`, retentionInDays: LOG_DAYS },
      { parent: this },
    );
  }

  #eks(role: Role, key: Key, before: readonly Resource[]): EksCluster {
    const { cluster, deletion, target } = this.#args;
    return new EksCluster(
      this.#name,
      {
        name: cluster,
        version: target.kubernetes,
        roleArn: role.arn,
        accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true },
        bootstrapSelfManagedAddons: false,
        enabledClusterLogTypes: LOGS,
        encryptionConfig: { provider: { keyArn: key.arn }, resources: ['secrets'] },
        kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: target.network.services },
        vpcConfig: {
          subnetIds: this.#args.network.zones.map(({ controlPlaneId }) => controlPlaneId),
          endpointPrivateAccess: true,
          ...publicAccess(target.apiAccess),
        },
        // Otherwise EKS bills six times the price once a minor is old. It then raises the minor by itself.
        upgradePolicy: { supportType: 'STANDARD' },
        deletionProtection: deletion === 'protected',
      },
      { parent: this, dependsOn: [...before], protect: deletion === 'protected' },
    );
  }

  /** No token in it: whoever uses it asks AWS for one, so that it never expires and holds no secret. */
  #kubeconfig(): Output<string> {
    const { cluster, profile, target } = this.#args;
    const env = profile === undefined ? undefined : [{ name: 'AWS_PROFILE', value: profile }];
    const args = ['eks', 'get-token', '--cluster-name', cluster, '--region', target.region, '--output', 'json'];
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws', args, env, interactiveMode: 'Never' };
    const server = this.eks.endpoint;
    const authority = this.eks.certificateAuthority.data;
    return jsonStringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': cluster,
      clusters: [{ name: cluster, cluster: { server, 'certificate-authority-data': authority } }],
      contexts: [{ name: cluster, context: { cluster, user: cluster } }],
      users: [{ name: cluster, user: { exec } }],
    });
  }

  /** EKS makes a group of its own for the control plane and its nodes; Karpenter finds it by the same tag as ours. */
  #discovery(): void {
    const { discoveryTag } = this.#args;
    if (discoveryTag === undefined) return;
    new Tag(
      `${this.#name}-discovery`,
      { resourceId: this.eks.vpcConfig.clusterSecurityGroupId, ...discoveryTag },
      { parent: this, deletedWith: this.eks },
    );
  }
}

/** Whom the API server answers on the internet: everybody, some networks, or nobody. */
function publicAccess(access: ApiAccess) {
  const from = openTo(access);
  return {
    endpointPublicAccess: access.kind === 'public',
    ...(from.length === 0 ? {} : { publicAccessCidrs: [...from] }),
  };
}
