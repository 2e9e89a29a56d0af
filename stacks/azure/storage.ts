import type { BlobContainer } from '@pulumi/azure-native/storage/blobContainer.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { TargetFacts, TeamFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { Deletion } from '../deletion.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import { accountName } from './facts.ts';
import type { Network } from './network.ts';
import { RegistryStore } from './registry-store.ts';
import type { Place } from './resource-groups.ts';
import { SharedFiles } from './shared-files.ts';
import { TeamContainers } from './team-containers.ts';

/** Where data lies. */
export interface StorageArgs {
  /** The platform. */
  readonly spec: PlatformOn<'azure'>;
  /** Names of containers and storage classes. */
  readonly facts: TargetFacts;
  /** Network of the machines that mount files. */
  readonly network: Network;
  /** Object id of the control plane, which makes volumes. */
  readonly controlPlane: Input<string>;
  /** Group of what is kept. */
  readonly place: Place;
  /** What happens to it. */
  readonly deletion: Deletion;
}

/** Containers of the teams, shared files, and the storage classes by which volumes are asked for. */
export class Storage extends ComponentResource {
  /** Each team's container, by the team's name. */
  public readonly containers: ReadonlyMap<string, BlobContainer>;
  /** Storage classes, and the registry's key, under the names that the facts say. */
  public readonly objects: readonly ClusterObject[];

  public constructor(name: string, args: StorageArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:Storage', name, {}, opts);
    const { blockStorage, sharedStorage } = args.facts;
    const registry = this.#registry(name, args);
    this.containers = this.#containers(name, args);
    this.objects = [
      ...(blockStorage === undefined ? [] : [blockClass(blockStorage)]),
      ...(sharedStorage === undefined ? [] : [this.#shared(name, args, sharedStorage)]),
      ...registry,
    ];
    this.registerOutputs();
  }

  #containers(name: string, { deletion, facts, place, spec }: StorageArgs): ReadonlyMap<string, BlobContainer> {
    const [account] = facts.teams.flatMap(({ bucket }) => bucket?.account ?? []);
    if (account === undefined) return new Map();
    return new TeamContainers(
      `${name}-containers`,
      { account, containers: containersOf(facts.teams), target: spec.target, place, deletion },
      { parent: this },
    ).containers;
  }

  #registry(name: string, { deletion, facts, place, spec }: StorageArgs): readonly ClusterObject[] {
    const { registryStore: store } = facts;
    if (store?.kind !== 'azure') return [];
    const its = { store, target: spec.target, place, deletion };
    return new RegistryStore(`${name}-registry`, its, { parent: this }).objects;
  }

  #shared(name: string, args: StorageArgs, storageClass: string): ClusterObject {
    const { controlPlane, deletion, network, place, spec } = args;
    const { target } = spec;
    const files = new SharedFiles(
      `${name}-shared`,
      { account: accountName(spec, 'files'), target, network, controlPlane, place, deletion },
      { parent: this },
    );
    return sharedClass(storageClass, files.account.name, place.resourceGroupName);
  }
}

function containersOf(teams: readonly TeamFacts[]): ReadonlyMap<string, string> {
  return new Map(teams.flatMap(({ bucket, name }) => (bucket === undefined ? [] : [[name, bucket.name] as const])));
}

/** Disks of one machine, made in the zone of the pod that wants one. Claims that name no class get this one. */
function blockClass(name: string): ClusterObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'disk.csi.azure.com',
    parameters: { skuName: 'Premium_LRS' },
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
  };
}

/** A share for each volume, in the platform's own account and not in one that the driver would make. */
function sharedClass(name: string, storageAccount: Input<string>, resourceGroup: Input<string>): ClusterObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: 'file.csi.azure.com',
    parameters: { protocol: 'nfs', resourceGroup, storageAccount },
    mountOptions: ['nconnect=4', 'noresvport', 'actimeo=30'],
    volumeBindingMode: 'Immediate',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
  };
}
