import { Construct } from 'constructs';
import { FLEET_QUEUE, type FleetManagerSpec } from '../../spec/fleet-role.ts';
import {
  AdmissionCheck,
  ClusterQueue,
  LocalQueue,
  MultiKueueCluster,
  MultiKueueConfig,
  ResourceFlavor,
} from '../imports/kueue.gen.ts';
import { TEAM_LABELS } from '../tenancy/index.ts';
import { type CountedPool, resourceGroup } from './quota.ts';

/** Key of each Secret that leads to a worker. */
export const KUBECONFIG_KEY = 'kubeconfig';

/** Name of the Secret that leads to a worker; it stands in Kueue's namespace and never in Git. */
export function kubeconfigSecret(worker: string): string {
  return `${worker}-${KUBECONFIG_KEY}`;
}

type Team = FleetManagerSpec['teams'][number];

/**
 * The clusters that a fleet's manager knows, and a flavor for each pool of each of them, so that a gang that no worker could hold
 * is refused here, not held there.
 */
export class FleetWorkers extends Construct {
  readonly #pools: ReadonlyMap<string, CountedPool>;

  public constructor(scope: Construct, id: string, workers: FleetManagerSpec['workers']) {
    super(scope, id);
    for (const { name } of workers)
      new MultiKueueCluster(this, `cluster-${name}`, {
        metadata: { name },
        spec: { clusterSource: { kubeConfig: { locationType: 'Secret', location: kubeconfigSecret(name) } } },
      });
    const pools = workers.flatMap(({ name, pools }) =>
      pools.map((pool) => ({ flavorName: flavorOf(name, pool.name), pool })),
    );
    // No taints: nothing of these jobs runs here.
    for (const { flavorName, pool } of pools)
      new ResourceFlavor(this, `flavor-${flavorName}`, {
        metadata: { name: flavorName },
        spec: { nodeLabels: pool.labels },
      });
    this.#pools = new Map(
      pools.map(({ flavorName, pool }) => [flavorName, { flavorName, resource: pool.resource, shape: pool }] as const),
    );
  }

  /** What the workers could give a team at most, pool by pool. */
  public amounts(to: Team['to']): (readonly [CountedPool, { readonly nominal: number }])[] {
    return to.flatMap(({ units, worker }) =>
      Object.entries(units).flatMap(([pool, nominal]) => {
        const counted = this.#pools.get(flavorOf(worker, pool));
        return counted === undefined ? [] : [[counted, { nominal }] as const];
      }),
    );
  }
}

/** How the jobs of one team leave. */
export interface FleetDispatchProps {
  /** The team, and where its jobs may go. */
  readonly team: Team;
  /** The clusters. */
  readonly workers: FleetWorkers;
  /** Namespaces of the team. */
  readonly namespaces: readonly string[];
}

/**
 * Sends jobs of a team to other clusters: a queue `fleet`, which counts what the workers could give the team and lets a worker
 * say who runs the job.
 *
 * What is free at a worker, and who gives back what was borrowed, the worker's own Kueue decides.
 */
export class FleetDispatch extends Construct {
  public constructor(scope: Construct, id: string, { namespaces, team, workers }: FleetDispatchProps) {
    super(scope, id);
    const { name, to } = team;
    const check = `${FLEET_QUEUE}-${name}`;
    const queue = `${name}-${FLEET_QUEUE}`;
    new MultiKueueConfig(this, 'config', {
      metadata: { name: check },
      spec: { clusters: to.map(({ worker }) => worker) },
    });
    new AdmissionCheck(this, 'check', {
      metadata: { name: check },
      spec: {
        controllerName: 'kueue.x-k8s.io/multikueue',
        parameters: { apiGroup: 'kueue.x-k8s.io', kind: 'MultiKueueConfig', name: check },
      },
    });
    new ClusterQueue(this, 'queue', {
      metadata: { name: queue },
      spec: {
        namespaceSelector: { matchLabels: { [TEAM_LABELS.team]: name } },
        queueingStrategy: 'BestEffortFIFO',
        preemption: { withinClusterQueue: 'LowerPriority' },
        resourceGroups: [resourceGroup(workers.amounts(to))],
        admissionChecksStrategy: { admissionChecks: [{ name: check }] },
      },
    });
    for (const namespace of namespaces)
      new LocalQueue(this, `local-${namespace}`, {
        metadata: { name: FLEET_QUEUE, namespace },
        spec: { clusterQueue: queue },
      });
  }
}

/** A dot is in no pool's name: a worker's pool is never taken for one of the manager's own. */
function flavorOf(worker: string, pool: string): string {
  return `${worker}.${pool}`;
}
