import type { Vendor } from '../../catalog/index.ts';
import { baseAccessFacts } from '../../spec/base-access-facts.ts';
import { basePoolFacts } from '../../spec/base-pool-facts.ts';
import { globalBucket } from '../../spec/bucket-name.ts';
import { clusterName } from '../../spec/cluster-name.ts';
import { objectStoreSecrets, STORAGE_CLASSES, storageClasses } from '../../spec/external-objects.ts';
import type { FabricDevice, PoolFacts, RegistryStore, TargetFacts, TeamFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { type PoolShape, poolShape } from '../../spec/pool-shape.ts';
import { REGISTRY_BUCKET, REGISTRY_STORE_SECRET, registryStoreSecret } from '../../spec/registry-store.ts';
import { abilityOf } from '../../spec/target-ability.ts';
import { OBJECT_STORE_SECRET } from '../../spec/team-identity.ts';

/** Where DigitalOcean puts the API server as pods see it was not verified: any private address. */
const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];
/** Ports of the fabric on a node; B300 machines have twice as many. From DigitalOcean's page on multi-node GPUs. */
const FABRIC_PORTS = 8;

/** DigitalOcean Kubernetes: names that `cluster.ts`, `pools.ts`, `identity.ts` and `storage.ts` make things under. */
export function facts(spec: PlatformOn<'digitalocean'>): TargetFacts {
  // Shares of files (NFS) are made one by one there; nothing in the cluster makes one when a volume of many nodes is asked for.
  const storage = { blockStorage: STORAGE_CLASSES.block };
  const registryStore = registryStoreOf(spec);
  const byCloud = (vendor: Vendor) => vendor === 'amd' || pluginServesAll(spec);
  return {
    kind: 'digitalocean',
    cluster: clusterName(spec.metadata),
    network: {
      engine: 'cilium',
      apiServer: PRIVATE,
      apiServerPorts: [443, 6443],
      dnsPodLabels: { 'k8s-app': 'kube-dns' },
      metadata: ['169.254.169.254/32'],
      objectStore: [],
    },
    ...storage,
    pools: spec.pools.map((pool) => poolFacts(spec, pool, byCloud)),
    teams: spec.teams.map(({ name }) => teamFacts(spec, name)),
    sandboxes: abilityOf('digitalocean').sandboxes,
    registryStore,
    access: accessFacts(spec),
    external: [
      ...storageClasses(storage),
      ...objectStoreSecrets(spec.teams, spec.registry?.tracking),
      ...registryStoreSecret(registryStore),
    ],
  };
}

/**
 * DigitalOcean's NVIDIA plugin is switched on for the whole cluster and counts whole devices only: one pool that needs more
 * takes it from all.
 */
function pluginServesAll({ pools }: PlatformOn<'digitalocean'>): boolean {
  return pools
    .filter((pool) => poolShape('digitalocean', pool)?.accelerator?.vendor === 'nvidia')
    .every(({ allocator, sharing }) => allocator === 'devicePlugin' && sharing.kind === 'whole');
}

function poolFacts(
  { target }: PlatformOn<'digitalocean'>,
  pool: PoolSpec,
  byCloud: (vendor: Vendor) => boolean,
): PoolFacts {
  const shape = poolShape('digitalocean', pool);
  const accelerator = shape?.accelerator;
  const base = basePoolFacts(pool, shape, target.autoscaler);
  if (accelerator === undefined) return base;
  const cloud = byCloud(accelerator.vendor);
  return {
    ...base,
    // AMD partitions are cut by the node pool, and DigitalOcean's plugin gives them no names of their own (not verified).
    resource: cloud ? accelerator.resource : base.resource,
    taints: [{ key: accelerator.resource, value: '', effect: 'NoSchedule' }],
    driver: 'cloud',
    allocator: cloud ? 'cloud' : base.allocator,
    fabric: fabric(pool, shape),
  };
}

/** Each port of the fabric is a resource of its own; a pod that spans nodes takes one of each. */
function fabric(pool: PoolSpec, shape: PoolShape | undefined): FabricDevice | undefined {
  if (shape?.fabric.kind !== 'roce' || pool.sharing.kind !== 'whole') return undefined;
  const ports = Array.from({ length: shape.fabric.ports ?? FABRIC_PORTS }, (_, port) => `rdma/fabric${port}`);
  const [resource = 'rdma/fabric0', ...further] = ports;
  return { resource, perNode: 1, further, allocator: 'cloud' };
}

/** There is no workload identity: each team has keys that reach its bucket only. */
function teamFacts(spec: PlatformOn<'digitalocean'>, name: string): TeamFacts {
  const bucket = globalBucket(spec, spec.target.team, name);
  return {
    name,
    identityAnnotations: {},
    identityPodLabels: {},
    serviceAccountOwner: 'manifests',
    bucket: {
      name: bucket,
      uri: `s3://${bucket}`,
      endpoint: endpointOf(spec),
      secret: OBJECT_STORE_SECRET,
    },
  };
}

function registryStoreOf(spec: PlatformOn<'digitalocean'>): RegistryStore | undefined {
  if (spec.registry === undefined) return undefined;
  return {
    kind: 's3',
    bucket: globalBucket(spec, spec.target.team, REGISTRY_BUCKET),
    region: spec.target.region,
    endpoint: endpointOf(spec),
    secret: REGISTRY_STORE_SECRET,
    redirects: true,
  };
}

function endpointOf({ target }: PlatformOn<'digitalocean'>): string {
  return `https://${target.region}.digitaloceanspaces.com`;
}

/** There is no workload identity: the controllers have a token of their own, whose Secret somebody brings. */
function accessFacts(spec: PlatformOn<'digitalocean'>): TargetFacts['access'] {
  const base = baseAccessFacts(spec);
  const { access } = spec;
  if (base === undefined || access === undefined) return undefined;
  return {
    ...base,
    loadBalancer:
      access.exposure === 'private' ? { 'service.beta.kubernetes.io/do-loadbalancer-network': 'INTERNAL' } : {},
    dns: base.dns ?? (access.dns === undefined ? undefined : { provider: 'digitalocean' }),
  };
}
