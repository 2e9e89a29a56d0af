import { baseAccessFacts } from '../../spec/base-access-facts.ts';
import { basePoolFacts } from '../../spec/base-pool-facts.ts';
import { localBucket } from '../../spec/bucket-name.ts';
import { objectStoreSecrets, storageClasses } from '../../spec/external-objects.ts';
import type { PoolFacts, RegistryStore, TargetFacts, TeamFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { rdmaDevice } from '../../spec/rdma-device.ts';
import { REGISTRY_BUCKET, REGISTRY_STORE_SECRET, registryStoreSecret } from '../../spec/registry-store.ts';
import { abilityOf } from '../../spec/target-ability.ts';
import { OBJECT_STORE_SECRET } from '../../spec/team-identity.ts';

/** Ranges that a private API server can have when its address is not told. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** A cluster that is already there: all is taken as the spec says it is, and what is external is its owner's to bring. */
export function facts(spec: PlatformOn<'existing'>): TargetFacts {
  const { target } = spec;
  const storage = { blockStorage: target.storage.block, sharedStorage: target.storage.shared };
  const registryStore = registryStoreOf(spec);
  return {
    kind: 'existing',
    cluster: target.cluster,
    network: {
      engine: target.networkPolicy,
      apiServer: target.apiServer.length > 0 ? target.apiServer : PRIVATE,
      apiServerPorts: [443, 6443],
      dnsPodLabels: { 'k8s-app': 'kube-dns' },
      metadata: ['169.254.169.254/32'],
      objectStore: [],
    },
    ...storage,
    pools: spec.pools.map(poolFacts),
    teams: spec.teams.map(({ name }) => teamFacts(spec, name)),
    sandboxes: abilityOf('existing').sandboxes,
    registryStore,
    access: baseAccessFacts(spec),
    external: [
      ...storageClasses(storage),
      ...registryStoreSecret(registryStore),
      ...(target.storage.objects === undefined ? [] : objectStoreSecrets(spec.teams, spec.registry?.tracking)),
    ],
  };
}

function poolFacts(pool: PoolSpec): PoolFacts {
  const shape = poolShape('existing', pool);
  const base = basePoolFacts(pool, shape, 'none');
  return {
    ...base,
    nodeLabels: Object.keys(pool.selector).length > 0 ? pool.selector : base.nodeLabels,
    fabric: rdmaDevice(pool, shape),
  };
}

function teamFacts(spec: PlatformOn<'existing'>, name: string): TeamFacts {
  const endpoint = spec.target.storage.objects;
  const bucket = localBucket(spec, name);
  return {
    name,
    identityAnnotations: {},
    identityPodLabels: {},
    serviceAccountOwner: 'manifests',
    bucket:
      endpoint === undefined
        ? undefined
        : { name: bucket, uri: `s3://${bucket}`, endpoint, secret: OBJECT_STORE_SECRET },
  };
}

/** Whether clients reach the store is not known: layers go through the registry itself. */
function registryStoreOf(spec: PlatformOn<'existing'>): RegistryStore | undefined {
  const endpoint = spec.target.storage.objects;
  if (spec.registry === undefined || endpoint === undefined) return undefined;
  return {
    kind: 's3',
    bucket: localBucket(spec, REGISTRY_BUCKET),
    // Most stores of one's own take any region.
    region: 'default',
    endpoint,
    secret: REGISTRY_STORE_SECRET,
    redirects: false,
  };
}
