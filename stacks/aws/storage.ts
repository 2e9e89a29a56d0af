import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { LUSTRE_CLASS } from '../../spec/external-objects.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { AwsTarget } from '../../spec/target.ts';
import type { Deletion } from '../deletion.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import type { Network } from './network.ts';
import { RegistryStore } from './registry-store.ts';
import { SharedFiles } from './shared-files.ts';
import { TeamBucket } from './team-bucket.ts';

/** Where data lies. */
export interface StorageArgs {
  /** Names of buckets and storage classes. */
  readonly facts: TargetFacts;
  /** Region. */
  readonly target: AwsTarget;
  /** Network of the machines that mount files. */
  readonly network: Network;
  /** What happens to it. */
  readonly deletion: Deletion;
}

/** Buckets of the teams, shared files, and the storage classes by which volumes are asked for. */
export class Storage extends ComponentResource {
  /** Storage classes, and the registry's keys, under the names that the facts say. */
  public readonly objects: readonly ClusterObject[];

  public constructor(name: string, args: StorageArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:Storage', name, {}, opts);
    const { deletion, facts, network, target } = args;
    for (const team of facts.teams) {
      if (team.bucket === undefined) continue;
      const bucket = { bucket: team.bucket.name, region: target.region, deletion };
      new TeamBucket(`${name}-bucket-${team.name}`, bucket, { parent: this });
    }
    const { blockStorage, cluster, registryStore, sharedStorage } = facts;
    const registry =
      registryStore?.kind === 's3'
        ? new RegistryStore(`${name}-registry`, { cluster, store: registryStore, deletion }, { parent: this }).objects
        : [];
    const shared =
      sharedStorage === undefined
        ? []
        : [
            sharedClass(
              sharedStorage,
              new SharedFiles(`${name}-shared`, { cluster, network, deletion }, { parent: this }),
            ),
          ];
    const fast = target.lustre === undefined ? [] : [lustreClass(target.lustre, network)];
    const block = blockStorage === undefined ? [] : [blockClass(blockStorage)];
    this.objects = [...block, ...shared, ...fast, ...registry];
    this.registerOutputs();
  }
}

/** Encrypted disks of one machine, made in the zone of the pod that wants one. Claims that name no class get this one. */
function blockClass(name: string): ClusterObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'ebs.csi.aws.com',
    parameters: { type: 'gp3', encrypted: 'true' },
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
  };
}

/** A folder of the shared files for each volume, with an owner of its own. The file system's id is known only after deployment. */
function sharedClass(name: string, { files }: SharedFiles): ClusterObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: 'efs.csi.aws.com',
    parameters: {
      provisioningMode: 'efs-ap',
      fileSystemId: files.id,
      directoryPerms: '700',
      basePath: '/volumes',
    },
    volumeBindingMode: 'Immediate',
    reclaimPolicy: 'Delete',
  };
}

/**
 * A file system of FSx for Lustre for each volume, in the zone that the spec names. It has the group of the nodes, which lets them and it
 * talk among themselves.
 */
function lustreClass({ throughput, zone }: NonNullable<AwsTarget['lustre']>, network: Network): ClusterObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: LUSTRE_CLASS },
    provisioner: 'fsx.csi.aws.com',
    parameters: {
      subnetId: network.nodeSubnetIds([zone]).apply(([id = '']) => id),
      securityGroupIds: network.nodeGroup.id,
      deploymentType: 'PERSISTENT_2',
      perUnitStorageThroughput: `${throughput}`,
      fileSystemTypeVersion: '2.15',
    },
    mountOptions: ['flock'],
    volumeBindingMode: 'Immediate',
    reclaimPolicy: 'Delete',
  };
}
