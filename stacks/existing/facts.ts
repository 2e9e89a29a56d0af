import type { PoolFacts, TargetFacts, TeamFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { sharedResource } from '../../spec/shared-resource.ts';

/** Ranges that a private API server can have when its address is not told. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** A cluster that is already there: everything is taken as the spec says it is. */
export function facts(spec: PlatformOn<'existing'>): TargetFacts {
  const { target } = spec;
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
    blockStorage: target.storage.block,
    sharedStorage: target.storage.shared,
    pools: spec.pools.map(poolFacts),
    teams: spec.teams.map((team) => teamFacts(spec, team.name)),
    sandboxes: ['gvisor', 'kata'],
    external:
      target.storage.objects === undefined
        ? []
        : spec.teams.map(({ name }) => ({
            apiVersion: 'v1',
            kind: 'Secret',
            name: 'object-store',
            namespace: name,
            keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
            purpose: `keys of ${name} for the object store`,
          })),
  };
}

function poolFacts(pool: PoolSpec): PoolFacts {
  const shape = poolShape('existing', pool);
  const accelerator = shape?.accelerator;
  return {
    name: pool.name,
    resource: accelerator === undefined ? 'cpu' : sharedResource(accelerator, pool.sharing),
    unitsPerNode: shape?.unitsPerNode ?? 0,
    nodeLabels: Object.keys(pool.selector).length > 0 ? pool.selector : { 'plinth.dev/pool': pool.name },
    taints: accelerator === undefined ? [] : [{ key: accelerator.resource, value: 'present', effect: 'NoSchedule' }],
    topologyLevels: ['kubernetes.io/hostname'],
    driver: accelerator === undefined ? 'none' : pool.driver === 'operator' ? 'operator' : 'machineImage',
    allocator: accelerator === undefined ? 'none' : pool.allocator === 'dra' ? 'draDriver' : 'operator',
    autoscaler: 'none',
    fabric:
      shape === undefined || shape.fabric.kind === 'none' || accelerator === undefined
        ? undefined
        : { resource: 'rdma/fabric', perNode: pool.machine?.count ?? 1 },
  };
}

function teamFacts(spec: PlatformOn<'existing'>, name: string): TeamFacts {
  const endpoint = spec.target.storage.objects;
  const bucket = `${spec.metadata.name}-${spec.metadata.environment}-${name}`;
  return {
    name,
    identityAnnotations: {},
    identityPodLabels: {},
    bucket:
      endpoint === undefined ? undefined : { name: bucket, uri: `s3://${bucket}`, endpoint, secret: 'object-store' },
  };
}
