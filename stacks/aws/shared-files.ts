import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { FileSystem } from '@pulumi/aws/efs/fileSystem.js';
import { MountTarget } from '@pulumi/aws/efs/mountTarget.js';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc/securityGroupIngressRule.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { type Deletion, dataOptions } from '../deletion.ts';
import type { Network } from './network.ts';

/** Where files are shared. */
export interface SharedFilesArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Network of the machines that mount them. */
  readonly network: Network;
  /** What happens to them. */
  readonly deletion: Deletion;
}

/** Port of NFS. */
const NFS = 2049;

/**
 * File system that machines of all zones mount (EFS): it grows by itself, and what is not used costs nothing.
 *
 * Faster ones are FSx for Lustre's, where `target.lustre` asks for them: a file system for each volume (storage.ts).
 */
export class SharedFiles extends ComponentResource {
  /** The file system. */
  public readonly files: FileSystem;
  /** Its doors, one in each zone; without that of its zone a machine mounts nothing. */
  public readonly doors: readonly MountTarget[];

  public constructor(name: string, args: SharedFilesArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:SharedFiles', name, {}, opts);
    const { cluster, deletion, network } = args;
    this.files = new FileSystem(
      name,
      {
        creationToken: `${cluster}-shared`,
        encrypted: true,
        throughputMode: 'elastic',
        lifecyclePolicies: [{ transitionToIa: 'AFTER_30_DAYS' }, { transitionToPrimaryStorageClass: 'AFTER_1_ACCESS' }],
        tags: { Name: name },
      },
      { parent: this, ...dataOptions(deletion) },
    );
    const group = this.#group(name, args);
    this.doors = network.zones.map(
      ({ key, nodesId }) =>
        new MountTarget(
          `${name}-${key}`,
          { fileSystemId: this.files.id, subnetId: nodesId, securityGroups: [group.id] },
          { parent: this },
        ),
    );
    this.registerOutputs({ id: this.files.id });
  }

  #group(name: string, { cluster, network }: SharedFilesArgs): SecurityGroup {
    const group = new SecurityGroup(
      name,
      {
        name: `${cluster}-shared-files`,
        description: 'Shared files of one cluster, for its nodes',
        vpcId: network.vpcId,
        tags: { Name: name },
      },
      { parent: this },
    );
    new SecurityGroupIngressRule(
      `${name}-from-nodes`,
      {
        securityGroupId: group.id,
        referencedSecurityGroupId: network.nodeGroup.id,
        ipProtocol: 'tcp',
        fromPort: NFS,
        toPort: NFS,
      },
      { parent: this },
    );
    return group;
  }
}
