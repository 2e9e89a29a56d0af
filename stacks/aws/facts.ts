import { apiService, lastBlock } from '../../spec/address-plan.ts';
import { basePoolFacts } from '../../spec/base-pool-facts.ts';
import { globalBucket } from '../../spec/bucket-name.ts';
import { clusterName } from '../../spec/cluster-name.ts';
import { STORAGE_CLASSES, storageClasses } from '../../spec/external-objects.ts';
import type { KarpenterFacts, PoolFacts, TargetFacts, TeamFacts } from '../../spec/facts.ts';
import { namedZones } from '../../spec/named-zones.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { rdmaDevice } from '../../spec/rdma-device.ts';
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
    external: [...storageClasses(storage)],
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
