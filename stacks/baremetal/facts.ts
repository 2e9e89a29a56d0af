import { apiService } from '../../spec/address-plan.ts';
import { baseAccessFacts } from '../../spec/base-access-facts.ts';
import { basePoolFacts } from '../../spec/base-pool-facts.ts';
import { localBucket } from '../../spec/bucket-name.ts';
import { clusterName } from '../../spec/cluster-name.ts';
import { objectStoreSecrets, STORAGE_CLASSES, storageClasses } from '../../spec/external-objects.ts';
import type {
  ClusterApiFacts,
  ExternalObject,
  PoolFacts,
  RegistryStore,
  TargetFacts,
  TeamFacts,
} from '../../spec/facts.ts';
import { nodeAutoscaler } from '../../spec/node-autoscaler.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { rdmaDevice } from '../../spec/rdma-device.ts';
import { REGISTRY_BUCKET, REGISTRY_STORE_SECRET, registryStoreSecret } from '../../spec/registry-store.ts';
import { abilityOf } from '../../spec/target-ability.ts';
import { OBJECT_STORE_SECRET } from '../../spec/team-identity.ts';

/**
 * Service of the gateway that Rook makes for the CephObjectStore `objects`. Without TLS of its own, for which each program would have to
 * trust another authority: Cilium encrypts what goes from node to node, and requests are signed, so that keys never travel.
 */
const OBJECT_GATEWAY = 'http://rook-ceph-rgw-objects.rook-ceph.svc';

/** Machines of one's own, with Cilium and Ceph: names that the files of this folder make things under. */
export function facts(spec: PlatformOn<'baremetal'>): TargetFacts {
  const { metadata, target } = spec;
  const storage = { blockStorage: STORAGE_CLASSES.block, sharedStorage: STORAGE_CLASSES.shared };
  const pools = spec.pools.map((pool) => poolFacts(spec, pool));
  const clusterApi = pools.some(({ autoscaler }) => autoscaler === 'clusterAutoscaler')
    ? clusterApiFacts(clusterName(metadata))
    : undefined;
  const registryStore = registryStoreOf(spec);
  return {
    kind: 'baremetal',
    cluster: clusterName(metadata),
    network: {
      engine: 'cilium',
      // The API server sits on nodes, which Cilium matches by their address only with policyCIDRMatchMode: nodes.
      apiServer: [target.network.nodes, apiService(target.network.services)],
      apiServerPorts: [443, 6443],
      dnsPodLabels: { 'k8s-app': 'kube-dns' },
      metadata: [],
      // The store is a Service of the cluster, which its endpoint names.
      objectStore: [],
    },
    ...storage,
    pools,
    teams: spec.teams.map(({ name }) => teamFacts(spec, name)),
    sandboxes: abilityOf('baremetal').sandboxes,
    registryStore,
    access: baseAccessFacts(spec),
    external: [
      ...storageClasses(storage),
      ...objectStoreSecrets(spec.teams, spec.registry?.tracking),
      ...registryStoreSecret(registryStore),
      ...managementAccess(clusterApi),
    ],
    clusterApi,
  };
}

function poolFacts({ target }: PlatformOn<'baremetal'>, pool: PoolSpec): PoolFacts {
  const shape = poolShape('baremetal', pool);
  return { ...basePoolFacts(pool, shape, nodeAutoscaler(target)), fabric: rdmaDevice(pool, shape) };
}

/** There is no workload identity: each team has keys that reach its bucket only. */
function teamFacts(spec: PlatformOn<'baremetal'>, name: string): TeamFacts {
  const bucket = localBucket(spec, name);
  return {
    name,
    identityAnnotations: {},
    identityPodLabels: {},
    serviceAccountOwner: 'manifests',
    bucket: { name: bucket, uri: `s3://${bucket}`, endpoint: OBJECT_GATEWAY, secret: OBJECT_STORE_SECRET },
  };
}

/** Nodes do not know the names of Services: layers go through the registry itself. */
function registryStoreOf(spec: PlatformOn<'baremetal'>): RegistryStore | undefined {
  if (spec.registry === undefined) return undefined;
  return {
    kind: 's3',
    bucket: localBucket(spec, REGISTRY_BUCKET),
    // Ceph takes any region that is not empty.
    region: 'default',
    endpoint: OBJECT_GATEWAY,
    secret: REGISTRY_STORE_SECRET,
    redirects: false,
  };
}

function clusterApiFacts(cluster: string): ClusterApiFacts {
  return {
    cluster,
    namespace: cluster,
    autoscalerNamespace: 'cluster-autoscaler',
    kubeconfigSecret: 'management-kubeconfig',
  };
}

function managementAccess(clusterApi: ClusterApiFacts | undefined): ExternalObject[] {
  if (clusterApi === undefined) return [];
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      name: clusterApi.kubeconfigSecret,
      namespace: clusterApi.autoscalerNamespace,
      keys: ['value'],
      purpose: 'access of the cluster autoscaler to the machines of the management cluster',
    },
  ];
}
