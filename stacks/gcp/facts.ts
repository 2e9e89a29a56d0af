import { acceleratorNetworks, namedNetworks } from '../../spec/accelerator-networks.ts';
import { apiService, lastBlock } from '../../spec/address-plan.ts';
import { addressRanges } from '../../spec/address-ranges.ts';
import { baseAccessFacts } from '../../spec/base-access-facts.ts';
import { basePoolFacts } from '../../spec/base-pool-facts.ts';
import { globalBucket } from '../../spec/bucket-name.ts';
import { clusterName } from '../../spec/cluster-name.ts';
import { lustreClass, runtimeClasses, STORAGE_CLASSES, storageClasses } from '../../spec/external-objects.ts';
import type { NodeAutoscaler, PoolFacts, RegistryStore, Taint, TargetFacts, TeamFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { type PoolShape, poolShape } from '../../spec/pool-shape.ts';
import { usersOf } from '../../spec/pool-users.ts';
import { REGISTRY_BUCKET } from '../../spec/registry-store.ts';
import { secretSource } from '../../spec/secret-source.ts';
import { abilityOf } from '../../spec/target-ability.ts';

/** Blocks that GKE labels the nodes of A3, A4 and A4X machines with, from the widest. */
const NETWORK_BLOCKS = ['block', 'subblock', 'host'].map((level) => `cloud.google.com/gce-topology-${level}`);
/** Networks between accelerators that only those machines have. */
const BLOCKED_FABRICS = ['tcpx', 'tcpxo', 'roce'];
/** Label by which pods choose a compute class; GKE puts it, and a taint of the same key, on the class’s nodes. */
const COMPUTE_CLASS = 'cloud.google.com/compute-class';

/** Taint that GKE gives to nodes with its Sandbox. */
const SANDBOX: Taint = { key: 'sandbox.gke.io/runtime', value: 'gvisor', effect: 'NoSchedule' };

/** Google Kubernetes Engine: names that `cluster.ts`, `pools.ts`, `identity.ts` and `storage.ts` make things under. */
export function facts(spec: PlatformOn<'gcp'>): TargetFacts {
  const { metadata, target } = spec;
  const { existing } = target.network;
  const sandboxes = abilityOf('gcp').sandboxes;
  const storage = { blockStorage: STORAGE_CLASSES.block, sharedStorage: STORAGE_CLASSES.shared };
  const pools = spec.pools.map((pool) => poolFacts(spec, pool));
  const networks = existing === undefined ? acceleratorNetworks(spec, { pools }) : 0;
  return {
    kind: 'gcp',
    cluster: clusterName(metadata),
    network: {
      engine: 'dataplane-v2',
      apiServer: [
        ...(existing?.apiServer ?? [lastBlock(target.network.nodes, 28)]),
        apiService(addressRanges(target).services.text),
      ],
      apiServerPorts: [443],
      dnsPodLabels: { 'k8s-app': 'kube-dns' },
      metadata: ['169.254.169.254/32', '169.254.169.252/32'],
      // Under Dataplane V2 the GKE metadata server answers at the machine's own address; it hides the machine's identity.
      identity: { address: '169.254.169.254/32', ports: [80, 8080] },
      // private.googleapis.com: the network resolves the Google APIs to these addresses, so teams need no internet. What an existing
      // network resolves them to is its owner's: any public address.
      objectStore: existing === undefined ? ['199.36.153.8/30'] : [],
    },
    ...storage,
    pools,
    teams: spec.teams.map(({ name }) => teamFacts(spec, name)),
    sandboxes,
    registryStore: registryStoreOf(spec),
    access: accessFacts(spec),
    external: [...storageClasses(storage), ...lustreClass(target.lustre), ...runtimeClasses(spec.teams, sandboxes)],
    ...(networks === 0 ? {} : { acceleratorNetworks: namedNetworks(clusterName(metadata), networks) }),
  };
}

function poolFacts(spec: PlatformOn<'gcp'>, pool: PoolSpec): PoolFacts {
  const shape = poolShape('gcp', pool);
  const accelerator = shape?.accelerator;
  // GKE Sandbox is a matter of whole nodes: other teams' pods run beside it there, and tolerate its taint as well.
  const sandboxed = usersOf(spec, pool.name).some(({ sandbox }) => sandbox === 'gvisor');
  const base = basePoolFacts(pool, shape, poolAutoscaler(spec.target.autoscaler, pool, shape, sandboxed));
  const byClass = base.autoscaler === 'computeClass';
  const blocked = BLOCKED_FABRICS.includes(shape?.fabric.kind ?? 'none');
  const ours = pool.driver === 'operator' || pool.allocator === 'dra';
  return {
    ...base,
    // GKE's own plugin gives shares and partitions no names of their own.
    resource: accelerator === undefined || ours ? base.resource : accelerator.resource,
    nodeLabels: byClass ? { [COMPUTE_CLASS]: pool.name } : base.nodeLabels,
    taints: [...base.taints, ...cloudTaints(pool, byClass), ...(sandboxed ? [SANDBOX] : [])],
    topologyLevels: blocked ? [...NETWORK_BLOCKS, ...base.topologyLevels] : base.topologyLevels,
    driver: accelerator === undefined ? 'none' : ours ? 'operator' : 'cloud',
    allocator: accelerator === undefined || ours ? base.allocator : 'cloud',
  };
}

/**
 * What scales a pool. A compute class makes plain nodes only: where GKE must be told more (queued provisioning, shared
 * devices, other drivers, networks of GPUDirect, GKE Sandbox), the pool scales itself.
 */
function poolAutoscaler(
  wanted: PlatformOn<'gcp'>['target']['autoscaler'],
  pool: PoolSpec,
  shape: PoolShape | undefined,
  sandboxed: boolean,
): NodeAutoscaler {
  if (pool.capacity.kind === 'queued') return 'nodePool';
  if (wanted !== 'computeClass') return wanted;
  const plain = pool.sharing.kind === 'whole' && pool.driver === 'target' && pool.allocator === 'devicePlugin';
  const networks = shape?.fabric.kind === 'tcpx' || shape?.fabric.kind === 'tcpxo';
  return plain && !networks && !sandboxed ? 'computeClass' : 'nodePool';
}

function cloudTaints({ capacity, name }: PoolSpec, byClass: boolean): Taint[] {
  const taint = (key: string, value: string): Taint => ({ key, value, effect: 'NoSchedule' });
  return [
    ...(byClass ? [taint(COMPUTE_CLASS, name)] : []),
    ...(byClass && capacity.kind === 'spot' ? [taint('cloud.google.com/gke-spot', 'true')] : []),
    ...(capacity.kind === 'queued' ? [taint('cloud.google.com/gke-queued', 'true')] : []),
  ];
}

/** The team's Kubernetes principal is granted its bucket directly: nothing is written on the service account. */
function teamFacts(spec: PlatformOn<'gcp'>, name: string): TeamFacts {
  const bucket = globalBucket(spec, spec.target.project, name);
  return {
    name,
    identityAnnotations: {},
    identityPodLabels: {},
    serviceAccountOwner: 'manifests',
    bucket: { name: bucket, uri: `gs://${bucket}` },
  };
}

/** The registry's pods are granted the bucket directly, like a team's. */
function registryStoreOf(spec: PlatformOn<'gcp'>): RegistryStore | undefined {
  if (spec.registry === undefined) return undefined;
  return { kind: 'gcs', bucket: globalBucket(spec, spec.target.project, REGISTRY_BUCKET) };
}

/** The rights of controllers are given to their pods directly, as those of teams are. */
function accessFacts(spec: PlatformOn<'gcp'>): TargetFacts['access'] {
  const base = baseAccessFacts(spec);
  const { access, metadata, target } = spec;
  if (base === undefined || access === undefined) return undefined;
  const { project } = target;
  return {
    ...base,
    loadBalancer: access.exposure === 'private' ? { 'networking.gke.io/load-balancer-type': 'Internal' } : {},
    dns: base.dns ?? (access.dns === undefined ? undefined : { provider: 'google', project }),
    secretStore:
      secretSource(access, 'gcp').kind === 'cloud'
        ? { kind: 'gcp', project, prefix: clusterName(metadata) }
        : base.secretStore,
  };
}
