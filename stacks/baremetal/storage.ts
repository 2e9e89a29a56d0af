import { KEPT } from '../../constructs/tenancy/kept.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { Deletion } from '../deletion.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import { CEPH_NAMESPACE } from './storage-manifests.ts';
import { cephImage } from './versions.ts';

/** Name of the object store; Rook names the gateway's Service after it, and the facts name that. */
export const OBJECT_STORE = 'objects';
/** StorageClass by which buckets are asked for. */
export const BUCKET_CLASS = 'plinth-bucket';
/** Copies that are kept of everything, where there are machines enough. */
const COPIES = 3;
/** Sites over which copies are spread; with fewer, a lost site would take the only majority with it. */
const SPREAD = 3;

/** What storage is made of. */
export interface StorageInput {
  /** The platform. */
  readonly spec: PlatformOn<'baremetal'>;
  /** Names of storage classes. */
  readonly facts: TargetFacts;
  /** What happens to the data. */
  readonly deletion: Deletion;
}

/** Storage classes under the names that the facts say. */
export function storageClasses({ facts }: Pick<StorageInput, 'facts'>): readonly ClusterObject[] {
  const { blockStorage, sharedStorage } = facts;
  const driver = (kind: 'rbd' | 'cephfs') => ({
    clusterID: CEPH_NAMESPACE,
    ...secretsOf(kind),
  });
  const block =
    blockStorage === undefined
      ? []
      : [
          storageClass(
            blockStorage,
            'rbd',
            {
              ...driver('rbd'),
              pool: blockStorage,
              imageFormat: '2',
              imageFeatures: 'layering',
              'csi.storage.k8s.io/fstype': 'ext4',
            },
            true,
          ),
        ];
  const shared =
    sharedStorage === undefined
      ? []
      : [
          storageClass(
            sharedStorage,
            'cephfs',
            { ...driver('cephfs'), fsName: sharedStorage, pool: `${sharedStorage}-data` },
            false,
          ),
        ];
  return [...block, ...shared];
}

/** Ceph itself, on the disks that the spec names: one cluster, disks of machines, files of many machines, and an object store. */
export function cephObjects(input: StorageInput): readonly ClusterObject[] {
  const { facts, spec } = input;
  const replicated = { size: Math.min(COPIES, diskMachines(spec).length) };
  const failureDomain = sites(spec).length >= SPREAD ? 'zone' : 'host';
  const pool = { failureDomain, replicated };
  const { blockStorage = 'block', sharedStorage = 'shared' } = facts;
  return [
    kept('CephCluster', CEPH_NAMESPACE, clusterSpec(input)),
    kept('CephBlockPool', blockStorage, pool),
    kept('CephFilesystem', sharedStorage, {
      metadataPool: pool,
      dataPools: [{ name: 'data', ...pool }],
      metadataServer: { activeCount: 1, activeStandby: true },
    }),
    kept('CephObjectStore', OBJECT_STORE, {
      metadataPool: pool,
      dataPool: pool,
      preservePoolsOnDelete: input.deletion === 'protected',
      gateway: { port: 80, instances: 2 },
    }),
    bucketClass(input.deletion),
    allowOwners(),
  ];
}

/** Machines with disks for data. */
function diskMachines({ target }: PlatformOn<'baremetal'>) {
  return target.machines.filter(({ dataDisks }) => dataDisks.length > 0);
}

function sites(spec: PlatformOn<'baremetal'>): readonly string[] {
  return [...new Set(diskMachines(spec).map(({ site }) => site ?? spec.target.site))];
}

/**
 * Exactly the disks that the spec names; nothing else is ever written to. No cleanup policy: Rook would stop looking after the cluster as
 * soon as one is set.
 */
function clusterSpec({ spec }: StorageInput): object {
  const machines = diskMachines(spec);
  return {
    cephVersion: { image: cephImage() },
    dataDirHostPath: '/var/lib/rook',
    mon: { count: machines.length >= COPIES ? COPIES : 1, allowMultiplePerNode: false },
    mgr: { count: machines.length >= COPIES ? 2 : 1 },
    placement: { all: { tolerations: [{ operator: 'Exists' }] } },
    storage: {
      useAllNodes: false,
      useAllDevices: false,
      nodes: machines.map(({ dataDisks, name }) => ({ name, devices: dataDisks.map((disk) => ({ name: disk })) })),
    },
  };
}

/** Left in the cluster with all that is in it, unless the environment is ephemeral. */
function kept(kind: string, name: string, spec: object): ClusterObject {
  return {
    apiVersion: 'ceph.rook.io/v1',
    kind,
    metadata: { name, namespace: CEPH_NAMESPACE, annotations: KEPT },
    spec,
  };
}

function storageClass(
  name: string,
  kind: 'rbd' | 'cephfs',
  parameters: Readonly<Record<string, string>>,
  usual: boolean,
): ClusterObject {
  const annotations: Record<string, string> = usual ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {};
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations },
    provisioner: `${CEPH_NAMESPACE}.${kind}.csi.ceph.com`,
    parameters,
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
  };
}

/** Secrets that Rook makes for its drivers. */
function secretsOf(kind: 'rbd' | 'cephfs'): Record<string, string> {
  const steps = { provisioner: 'provisioner', 'controller-expand': 'provisioner', 'node-stage': 'node' };
  return Object.fromEntries(
    Object.entries(steps).flatMap(([step, who]) => [
      [`csi.storage.k8s.io/${step}-secret-name`, `rook-csi-${kind}-${who}`],
      [`csi.storage.k8s.io/${step}-secret-namespace`, CEPH_NAMESPACE],
    ]),
  );
}

function bucketClass(deletion: Deletion): ClusterObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: BUCKET_CLASS },
    provisioner: `${CEPH_NAMESPACE}.ceph.rook.io/bucket`,
    parameters: { objectStoreName: OBJECT_STORE, objectStoreNamespace: CEPH_NAMESPACE },
    reclaimPolicy: deletion === 'protected' ? 'Retain' : 'Delete',
  };
}

/** Lets a claim say whose its bucket is, beside what Rook's own manifests allow. Only this key of the object becomes ours. */
function allowOwners(): ClusterObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'rook-ceph-operator-config',
      namespace: CEPH_NAMESPACE,
      annotations: { ...KEPT, 'pulumi.com/patchForce': 'true' },
    },
    data: { ROOK_OBC_ALLOW_ADDITIONAL_CONFIG_FIELDS: 'maxObjects,maxSize,bucketOwner' },
  };
}
