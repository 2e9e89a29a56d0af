import { apiService, lastBlock } from '../../spec/address-plan.ts';
import { baseAccessFacts } from '../../spec/base-access-facts.ts';
import { basePoolFacts } from '../../spec/base-pool-facts.ts';
import { globalBucket } from '../../spec/bucket-name.ts';
import { clusterName } from '../../spec/cluster-name.ts';
import { lustreClass, STORAGE_CLASSES, storageClasses } from '../../spec/external-objects.ts';
import type { KarpenterFacts, PoolFacts, RegistryStore, TargetFacts, TeamFacts } from '../../spec/facts.ts';
import { namedZones } from '../../spec/named-zones.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { rdmaDevice } from '../../spec/rdma-device.ts';
import { REGISTRY_BUCKET, REGISTRY_STORE_SECRET, registryStoreSecret } from '../../spec/registry-store.ts';
import { secretSource } from '../../spec/secret-source.ts';
import { abilityOf } from '../../spec/target-ability.ts';

/** Blocks that EKS labels nodes with, from the widest; only on machines made for training (EC2 instance topology). */
const NETWORK_LAYERS = [1, 2, 3].map((layer) => `topology.k8s.aws/network-node-layer-${layer}`);
/** Families of machines made for training; of others it was not verified that EC2 reports their network blocks. */
const TRAINING = /^(p|trn)\d/;
/** EFA interfaces from which on such a machine is one of many, and worth packing together. */
const MANY_INTERFACES = 4;

/** Amazon EKS: names that `cluster.ts`, `pools.ts`, `identity.ts` and `storage.ts` make things under. */
export function facts(spec: PlatformOn<'aws'>): TargetFacts {
  const { metadata, target } = spec;
  const cluster = clusterName(metadata);
  const storage = { blockStorage: STORAGE_CLASSES.block, sharedStorage: STORAGE_CLASSES.shared };
  const pools = spec.pools.map((pool) => poolFacts(spec, cluster, pool));
  const registryStore = registryStoreOf(spec);
  return {
    kind: 'aws',
    cluster,
    network: {
      engine: 'vpc-cni',
      // The control plane's interfaces get subnets of their own; VPC CNI judges a packet before the Service is resolved.
      apiServer: [...apiServerSubnets(target.network), apiService(target.network.services)],
      apiServerPorts: [443],
      dnsPodLabels: { 'k8s-app': 'kube-dns' },
      metadata: ['169.254.169.254/32'],
      identity: { address: '169.254.170.23/32', ports: [80] },
      objectStore: [],
    },
    ...storage,
    pools,
    teams: spec.teams.map(({ name }) => teamFacts(spec, name)),
    sandboxes: abilityOf('aws').sandboxes,
    registryStore,
    access: accessFacts(spec),
    external: [...storageClasses(storage), ...lustreClass(target.lustre), ...registryStoreSecret(registryStore)],
    karpenter: pools.some(({ autoscaler }) => autoscaler === 'karpenter') ? karpenterFacts(spec, cluster) : undefined,
  };
}

function poolFacts({ target }: PlatformOn<'aws'>, cluster: string, pool: PoolSpec): PoolFacts {
  const shape = poolShape('aws', pool);
  const fabric = rdmaDevice(pool, shape);
  const training = TRAINING.test(pool.instance ?? '') && (fabric?.perNode ?? 0) >= MANY_INTERFACES;
  const base = basePoolFacts(pool, shape, target.autoscaler);
  return {
    ...base,
    topologyLevels: training ? [...NETWORK_LAYERS, ...base.topologyLevels] : base.topologyLevels,
    // Reservations and Capacity Blocks bring their own place: naming another leaves them unused.
    placementGroup:
      training && ['onDemand', 'spot'].includes(pool.capacity.kind) ? `${cluster}-${pool.name}` : undefined,
    fabric,
  };
}

/** Pod Identity binds role and service account outside the cluster: nothing is written on either. */
function teamFacts(spec: PlatformOn<'aws'>, name: string): TeamFacts {
  const bucket = globalBucket(spec, spec.target.account, name);
  return {
    name,
    identityAnnotations: {},
    identityPodLabels: {},
    serviceAccountOwner: 'manifests',
    bucket: { name: bucket, uri: `s3://${bucket}` },
  };
}

/** The registry's driver for S3 knows neither Pod Identity nor IRSA: it has keys of a user that reaches this bucket only. */
function registryStoreOf(spec: PlatformOn<'aws'>): RegistryStore | undefined {
  if (spec.registry === undefined) return undefined;
  const { account, region } = spec.target;
  const bucket = globalBucket(spec, account, REGISTRY_BUCKET);
  return { kind: 's3', bucket, region, secret: REGISTRY_STORE_SECRET, redirects: true };
}

function apiServerSubnets({ existing, nodes }: PlatformOn<'aws'>['target']['network']): readonly string[] {
  return existing === undefined ? [lastBlock(nodes, 24)] : existing.apiServer;
}

function karpenterFacts({ target }: PlatformOn<'aws'>, cluster: string): KarpenterFacts {
  const { existing } = target.network;
  return {
    namespace: 'karpenter',
    serviceAccount: 'karpenter',
    nodeRole: `${cluster}-node`,
    discoveryTag: { key: 'karpenter.sh/discovery', value: cluster },
    ...(existing === undefined
      ? {}
      : { subnets: namedZones(target).flatMap((zone) => existing.zones[zone]?.nodes ?? []) }),
    interruptionQueue: `${cluster}-interruption`,
  };
}

/** Without the controller of AWS for load balancers, Kubernetes itself makes a Network Load Balancer for the gateway. */
function accessFacts(spec: PlatformOn<'aws'>): TargetFacts['access'] {
  const base = baseAccessFacts(spec);
  const { access, metadata, target } = spec;
  if (base === undefined || access === undefined) return undefined;
  const { region } = target;
  return {
    ...base,
    loadBalancer: {
      'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
      ...(access.exposure === 'private' ? { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' } : {}),
    },
    dns: base.dns ?? (access.dns === undefined ? undefined : { provider: 'aws', region }),
    secretStore:
      secretSource(access, 'aws').kind === 'cloud'
        ? { kind: 'aws', region, prefix: clusterName(metadata) }
        : base.secretStore,
  };
}
