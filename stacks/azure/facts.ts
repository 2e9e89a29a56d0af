import { apiService, lastBlock } from '../../spec/address-plan.ts';
import { baseAccessFacts } from '../../spec/base-access-facts.ts';
import { basePoolFacts } from '../../spec/base-pool-facts.ts';
import { globalEnding } from '../../spec/bucket-name.ts';
import { clusterName } from '../../spec/cluster-name.ts';
import { controllerObjects, STORAGE_CLASSES, serviceAccounts, storageClasses } from '../../spec/external-objects.ts';
import type {
  FabricDevice,
  NodeAutoscaler,
  PoolFacts,
  RegistryStore,
  Taint,
  TargetFacts,
  TeamFacts,
} from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { rdmaDevice } from '../../spec/rdma-device.ts';
import { REGISTRY_BUCKET, REGISTRY_STORE_SECRET, registryStoreSecret } from '../../spec/registry-store.ts';
import { reservedEnding } from '../../spec/reserved-name.ts';
import { secretSource } from '../../spec/secret-source.ts';
import { abilityOf } from '../../spec/target-ability.ts';

/** Longest name of a storage account; lower-case letters and digits only. Unit: characters. */
const LONGEST_ACCOUNT = 24;

/** Taint that AKS puts on spot nodes. */
const SPOT: Taint = { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' };

/** Azure Kubernetes Service: names that `cluster.ts`, `pools.ts`, `identity.ts` and `storage.ts` make things under. */
export function facts(spec: PlatformOn<'azure'>): TargetFacts {
  const { metadata, target } = spec;
  const storage = { blockStorage: STORAGE_CLASSES.block, sharedStorage: STORAGE_CLASSES.shared };
  const registryStore = registryStoreOf(spec);
  const access = accessFacts(spec);
  return {
    kind: 'azure',
    cluster: clusterName(metadata),
    network: {
      engine: 'cilium',
      // API Server VNet Integration: the API answers in a subnet of its own.
      apiServer: [
        ...(target.network.existing?.apiServer ?? [lastBlock(target.network.nodes, 28)]),
        apiService(target.network.services),
      ],
      apiServerPorts: [443],
      dnsPodLabels: { 'k8s-app': 'kube-dns' },
      metadata: ['169.254.169.254/32', '168.63.129.16/32'],
      // No identity address: tokens come from login.microsoftonline.com, which the way to the object store includes.
      objectStore: [],
    },
    ...storage,
    pools: spec.pools.map((pool) => poolFacts(spec, pool)),
    teams: spec.teams.map(({ name }) => teamFacts(spec, name)),
    sandboxes: abilityOf('azure').sandboxes,
    registryStore,
    access,
    external: [
      ...storageClasses(storage),
      ...serviceAccounts(spec.teams, spec.registry?.tracking),
      ...registryStoreSecret(registryStore),
      ...controllerObjects(access),
    ],
  };
}

/** AKS installs NVIDIA's driver and no device plugin; of AMD's it installs neither. */
function poolFacts({ metadata, target }: PlatformOn<'azure'>, pool: PoolSpec): PoolFacts {
  const shape = poolShape('azure', pool);
  const vendor = shape?.accelerator?.vendor;
  const base = basePoolFacts(pool, shape, target.autoscaler);
  const fabric = rdmaDevice(pool, shape);
  return {
    ...base,
    taints: pool.capacity.kind === 'spot' ? [...base.taints, SPOT] : base.taints,
    driver: vendor === undefined ? 'none' : vendor === 'nvidia' && pool.driver === 'target' ? 'cloud' : 'operator',
    placementGroup: isPacked(pool, base.autoscaler, fabric) ? `${clusterName(metadata)}-${pool.name}` : undefined,
    fabric,
  };
}

/**
 * Whether a pool is packed into a proximity placement group: one InfiniBand network lies in one data centre.
 *
 * Not where Karpenter adds nodes, which cannot be told of one; and reservations bring their own place.
 */
function isPacked({ capacity, topology }: PoolSpec, autoscaler: NodeAutoscaler, fabric?: FabricDevice): boolean {
  const free = capacity.kind === 'onDemand' || capacity.kind === 'spot';
  return fabric !== undefined && topology !== 'none' && free && autoscaler !== 'karpenter';
}

/** The identity's client id exists only after deployment, so the stack makes the service account that carries it. */
function teamFacts(spec: PlatformOn<'azure'>, name: string): TeamFacts {
  const account = accountName(spec);
  const container = containerName(name);
  return {
    name,
    identityAnnotations: {},
    identityPodLabels: { 'azure.workload.identity/use': 'true' },
    serviceAccountOwner: 'stack',
    bucket: { name: container, account, uri: `abfss://${container}@${account}.dfs.core.windows.net` },
  };
}

/** An account of its own: the registry's driver opens it by a key, which the teams' account refuses. */
function registryStoreOf(spec: PlatformOn<'azure'>): RegistryStore | undefined {
  if (spec.registry === undefined) return undefined;
  const account = accountName(spec, REGISTRY_BUCKET);
  return { kind: 'azure', account, container: 'registry', secret: REGISTRY_STORE_SECRET };
}

/**
 * Name of a storage account or a registry, which is global on Azure: what fits of the cluster’s name, and the platform’s ending.
 *
 * @param purpose - what it is for. @default - the teams’ containers, whose name is a fact
 */
export function accountName(spec: PlatformOn<'azure'>, purpose?: string): string {
  const global = globalEnding(spec, spec.target.subscription);
  const ending = purpose === undefined ? global : reservedEnding(purpose, global);
  const plain = clusterName(spec.metadata).replaceAll('-', '');
  return `${plain.slice(0, LONGEST_ACCOUNT - ending.length)}${ending}`;
}

/** Name of a team’s container: Azure wants at least three characters, and never two hyphens in a row. */
function containerName(team: string): string {
  return team.includes('--') ? `team-${team.replace(/-+/g, '-')}-${reservedEnding(team)}` : `team-${team}`;
}

/** Identities have client ids that exist only after deployment, so the stack makes the controllers' service accounts. */
function accessFacts(spec: PlatformOn<'azure'>): TargetFacts['access'] {
  const base = baseAccessFacts(spec);
  const { access, metadata, target } = spec;
  if (base === undefined || access === undefined) return undefined;
  return {
    ...base,
    loadBalancer:
      access.exposure === 'private' ? { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' } : {},
    serviceAccountOwner: 'stack',
    identityPodLabels: { 'azure.workload.identity/use': 'true' },
    dns: base.dns ?? (access.dns === undefined ? undefined : { provider: 'azure', subscription: target.subscription }),
    secretStore:
      secretSource(access, 'azure').kind === 'cloud'
        ? { kind: 'azure', vault: vaultName(spec), prefix: clusterName(metadata) }
        : base.secretStore,
  };
}

/** Name of the key vault for secrets, which is global on Azure and kept for a while after it is deleted. */
export function vaultName(spec: PlatformOn<'azure'>): string {
  return accountName(spec, 'secrets');
}
