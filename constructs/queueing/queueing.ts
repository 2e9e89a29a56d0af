import type { Construct } from 'constructs';
import { components } from '../../catalog/index.ts';
import type { PoolFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { type PoolShape, poolShape } from '../../spec/pool-shape.ts';
import type { WayIn } from '../access/index.ts';
import { type AddOn, PlatformNamespace, Room, type RoomProps } from '../core/index.ts';
import { WorkloadPriorityClass } from '../imports/kueue.gen.ts';
import { TEAM_LABELS, type TeamSpace } from '../tenancy/index.ts';
import { FLEET_ACCOUNT, FleetAccount, FleetArrival } from './fleet-arrival.ts';
import { FleetDispatch, FleetWorkers, KUBECONFIG_KEY, kubeconfigSecret } from './fleet-dispatch.ts';
import { GangAdmission } from './gang-admission.ts';
import { type DeviceClassCount, type KueueValues, kueueFrameworks, kueueValues } from './kueue-values.ts';
import { NetworkTopology } from './network-topology.ts';
import { Organisation } from './organisation.ts';
import { PoolFlavor } from './pool-flavor.ts';
import { TeamQueue } from './team-queue.ts';

/** What queueing is given. */
export interface QueueingProps extends RoomProps {
  /** Teams and their namespaces. */
  readonly spaces: readonly TeamSpace[];
  /** Classes of devices that are claimed, and the resource that quotas count them as. @default - every pool has a device plugin */
  readonly deviceClasses?: readonly DeviceClassCount[];
}

/** Names of the queues that jobs are submitted to. */
export const LOCAL_QUEUES = { gang: 'default', single: 'shared' } as const;

/** Namespace of Kueue. */
const NAMESPACE = 'kueue-system';

/** Queueing: who may use how many accelerators, and who waits. */
export class Queueing extends Room {
  /** Kueue itself. */
  public readonly kueue: AddOn<KueueValues>;
  /** One flavor for each pool, in the spec's order. */
  public readonly flavors: readonly PoolFlavor[];
  /** Queues of all teams, in the spec's order; a team with shared devices has two. */
  public readonly queues: readonly TeamQueue[];
  readonly #spec: PlatformSpec;

  public constructor(scope: Construct, props: QueueingProps) {
    super(scope, 'queueing', props);
    const { facts, spec } = props;
    this.#spec = spec;
    const namespace = new PlatformNamespace(this.in('operators'), 'namespace', {
      name: NAMESPACE,
      kubernetes: spec.target.kubernetes,
    });
    this.kueue = this.install<KueueValues>({
      component: components.kueue,
      namespace: namespace.name,
      values: kueueValues(spec, props.deviceClasses ?? []),
      ready: [{ kind: 'Deployment', name: 'kueue-controller-manager' }],
    });
    this.flavors = spec.pools.map((pool, index) => this.#flavor(props, pool, facts.pools[index] as PoolFacts));
    this.#priorities(spec.queueing.priorities);
    const organisation = new Organisation(this.in('platform'), 'organisation', {
      platform: spec.metadata.name,
      departments: spec.queueing.departments,
      flavors: this.flavors,
      teams: spec.teams,
    });
    const gangAdmission = this.#gangAdmission();
    this.queues = props.spaces.flatMap((space) => this.#queues(space, organisation, gangAdmission));
    this.#fleet(spec, props.spaces);
  }

  /**
   * Says where the way to each worker of a fleet comes from: the platform's store of secrets, or whoever runs it.
   *
   * @param wayIn - what brings Secrets. Default: the platform has none
   */
  public bringSecrets(wayIn?: Pick<WayIn, 'secret'>): void {
    const fleet = this.#spec.fleet;
    if (fleet?.kind !== 'manager') return;
    for (const { name: worker } of fleet.workers) {
      const purpose = `way to the cluster ${worker}: a kubeconfig of its account ${FLEET_ACCOUNT} in ${NAMESPACE}`;
      const secret = { name: kubeconfigSecret(worker), namespace: NAMESPACE, purpose };
      if (wayIn === undefined)
        this.external.push({ apiVersion: 'v1', kind: 'Secret', keys: [KUBECONFIG_KEY], given: true, ...secret });
      else wayIn.secret(this.in('platform'), `kubeconfig-${worker}`, { keys: [KUBECONFIG_KEY], ...secret });
    }
  }

  /** What a platform is in a fleet. What stands in a team's namespaces comes with the team, after these are made. */
  #fleet({ fleet, ...spec }: PlatformSpec, spaces: readonly TeamSpace[]): void {
    if (fleet?.kind === 'manager') {
      const workers = new FleetWorkers(this.in('platform'), 'fleet', fleet.workers);
      for (const team of fleet.teams) {
        const space = spaces.find((each) => each.team.name === team.name);
        const namespaces = space?.namespaces.map(({ name }) => name) ?? [];
        new FleetDispatch(this.for(team.name), 'fleet', { team, workers, namespaces });
      }
    }
    if (fleet?.kind !== 'worker') return;
    const account = new FleetAccount(this.in('platform'), 'fleet', {
      frameworks: kueueFrameworks(spec),
      namespace: NAMESPACE,
    });
    const gangs = this.queues.filter(({ queueName }) => queueName === LOCAL_QUEUES.gang);
    for (const team of fleet.teams) {
      const queue = gangs.find(({ clusterQueueName }) => clusterQueueName === team);
      if (queue !== undefined) new FleetArrival(this.for(team), 'fleet', { account, queue });
    }
  }

  #flavor({ facts }: QueueingProps, pool: PoolSpec, poolFacts: PoolFacts): PoolFlavor {
    const chart = this.in('platform');
    const shape = poolShape(facts.kind, pool) as PoolShape;
    const fixed = poolFacts.autoscaler === 'none' || pool.nodes.min === pool.nodes.max;
    // Kueue counts only nodes that exist: on a pool that may be empty a topology would hold every job back for ever.
    const levels = pool.topology !== 'none' && fixed ? poolFacts.topologyLevels : [];
    const topology =
      levels.length === 0
        ? undefined
        : new NetworkTopology(chart, `topology-${pool.name}`, { name: pool.name, levels });
    return new PoolFlavor(chart, `flavor-${pool.name}`, { pool, shape, facts: poolFacts, topology });
  }

  #priorities(priorities: RoomProps['spec']['queueing']['priorities']): void {
    for (const { description, name, value } of priorities) {
      new WorkloadPriorityClass(this.in('platform'), `priority-${name}`, { metadata: { name }, value, description });
    }
  }

  #gangAdmission(): GangAdmission | undefined {
    const flavors = this.flavors.filter(({ pool }) => pool.capacity.kind === 'queued');
    if (flavors.length === 0) return undefined;
    return new GangAdmission(this.in('platform'), 'gang-admission', {
      name: 'queued-provisioning',
      provisioningClass: 'queued-provisioning.gke.io',
      flavors,
    });
  }

  #queues(
    { namespaces, team }: TeamSpace,
    organisation: Organisation,
    gangAdmission: GangAdmission | undefined,
  ): TeamQueue[] {
    return (['gang', 'single'] as const).flatMap((scheduling) => {
      const quotas = this.flavors.flatMap((flavor) => {
        const quota = team.quota[flavor.flavorName];
        return quota !== undefined && (quota.scheduling ?? defaultScheduling(flavor)) === scheduling
          ? [{ flavor, ...quota }]
          : [];
      });
      if (quotas.length === 0) return [];
      return new TeamQueue(this.for(team.name), `queue-${scheduling}`, {
        name: scheduling === 'gang' ? team.name : `${team.name}-${LOCAL_QUEUES.single}`,
        localName: LOCAL_QUEUES[scheduling],
        namespaces: namespaces.map(({ name }) => name),
        namespaceLabels: { [TEAM_LABELS.team]: team.name },
        cohort: organisation.cohortOf(team.department),
        quotas,
        weight: team.weight,
        gangAdmission: scheduling === 'gang' ? gangAdmission : undefined,
      });
    });
  }
}

function defaultScheduling({ pool }: PoolFlavor): 'gang' | 'single' {
  return pool.sharing.kind === 'timeSlicing' || pool.sharing.kind === 'mps' ? 'single' : 'gang';
}
