import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { LUSTRE_CLASS } from '../../spec/external-objects.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { GcpTarget } from '../../spec/target.ts';
import type { Deletion } from '../deletion.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import type { Network } from './network.ts';
import { TeamBucket } from './team-bucket.ts';

/** Where data lies. */
export interface StorageArgs {
  /** Names of buckets and storage classes. */
  readonly facts: TargetFacts;
  /** Project, region and Kubernetes. */
  readonly target: GcpTarget;
  /** Network of the machines that mount files. */
  readonly network: Network;
  /** What happens to it. */
  readonly deletion: Deletion;
}

/**
 * Buckets of the teams, and the storage classes by which disks and shared files are asked for.
 *
 * Nothing is made for files beforehand: the first volume brings an instance of Filestore, which takes further volumes and goes
 * with the last. Faster ones are Managed Lustre's, where `target.lustre` asks for them: a file system for each volume.
 */
export class Storage extends ComponentResource {
  /** Buckets, by team. */
  public readonly buckets: ReadonlyMap<string, TeamBucket>;
  /** Bucket of the registry. @default - there is no registry */
  public readonly registryBucket: TeamBucket | undefined;
  /** Storage classes under the names that the facts say. */
  public readonly objects: readonly ClusterObject[];

  public constructor(name: string, args: StorageArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:Storage', name, {}, opts);
    const { deletion, facts, network, target } = args;
    const { project, region } = target;
    const made = facts.teams.flatMap(({ bucket, name: team }) => {
      if (bucket === undefined) return [];
      const its = { bucket: bucket.name, project, region, deletion };
      return [[team, new TeamBucket(`${name}-bucket-${team}`, its, { parent: this })] as const];
    });
    this.buckets = new Map(made);
    const { blockStorage, cluster, registryStore, sharedStorage } = facts;
    if (registryStore?.kind === 'gcs') {
      const its = { bucket: registryStore.bucket, project, region, folders: false, deletion };
      this.registryBucket = new TeamBucket(`${name}-registry`, its, { parent: this });
    }
    this.objects = [
      ...(blockStorage === undefined ? [] : [blockClass(blockStorage, target.kubernetes)]),
      ...(sharedStorage === undefined ? [] : [sharedClass(sharedStorage, cluster, network)]),
      ...(target.lustre === undefined ? [] : [lustreClass(target.lustre.throughput, network)]),
    ];
    this.registerOutputs();
  }
}

/** First minor all of whose versions choose the sort of a disk by the machine (GKE 1.35.3). */
const CHOOSES_DISKS = 36;

/**
 * Disks of one machine, made in the zone of the pod that wants one. Claims that name no class get this one: GKE has a default of
 * its own, and Kubernetes takes the newer of two.
 *
 * The newest machines take Hyperdisks only, and the platform's own take none: GKE chooses for each.
 */
function blockClass(name: string, kubernetes: string): ClusterObject {
  const chooses = Number(kubernetes.split('.')[1]) >= CHOOSES_DISKS;
  const byMachine = {
    type: 'dynamic',
    'pd-type': 'pd-balanced',
    'hyperdisk-type': 'hyperdisk-balanced',
    'use-allowed-disk-topology': 'true',
  };
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'pd.csi.storage.gke.io',
    parameters: chooses ? byMachine : { type: 'pd-balanced' },
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
  };
}

/** A share of Filestore for each volume, of 100 GiB to 1 TiB: ten on one instance, which machines of all zones mount. */
function sharedClass(name: string, cluster: string, { files }: Network): ClusterObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: 'filestore.csi.storage.gke.io',
    parameters: {
      tier: 'enterprise',
      multishare: 'true',
      // Instances are found again by it; those of another cluster in the project are not touched.
      'instance-storageclass-label': cluster,
      ...files,
    },
    volumeBindingMode: 'Immediate',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
  };
}

/** A file system of Managed Lustre for each volume. It stands in one zone: that of the first pod that wants it. */
function lustreClass(throughput: number, { vpcId }: Network): ClusterObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: LUSTRE_CLASS },
    provisioner: 'lustre.csi.storage.gke.io',
    parameters: { perUnitStorageThroughput: `${throughput}`, network: vpcId },
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
  };
}
