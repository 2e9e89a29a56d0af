import { LOCAL_QUEUES, type TeamQueue } from '../../constructs/queueing/index.ts';
import { buildPlatform } from '../../constructs/render.ts';
import type { FleetSpec } from '../../spec/fleet.ts';
import { type WorkerChoice, workerOrder } from '../../spec/fleet-order.ts';
import type { PlatformInput, PlatformSpec } from '../../spec/platform.ts';
import { durationText } from '../../spec/units.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { type LoadedMember, managerOf, workersOf } from './loaded-member.ts';

type Role = NonNullable<PlatformInput['fleet']>;
type ManagerRole = Extract<Role, { kind: 'manager' }>;

/** What each platform is in its fleet. */
export interface FleetRoles {
  /** By name of the platform; those that stand alone have none. */
  readonly roles: ReadonlyMap<string, Role>;
  /** By team: the workers that have a queue for it, in the order in which its jobs are offered to them. */
  readonly orders: ReadonlyMap<string, readonly WorkerChoice[]>;
}

interface Worker {
  readonly loaded: LoadedMember;
  /** Queue of each team's gangs. */
  readonly queues: ReadonlyMap<string, TeamQueue>;
}

/** Works out what the manager must know of its workers, from the queues that they themselves render. Pure. */
export function fleetRoles(fleet: FleetSpec, members: readonly LoadedMember[]): FleetRoles {
  const manager = managerOf(members);
  const workers = workersOf(members).map((loaded): Worker => ({ loaded, queues: gangQueues(loaded.spec) }));
  if (manager === undefined) return { roles: new Map(), orders: new Map() };
  const orders = new Map(
    manager.spec.teams.flatMap(({ name }) => {
      const choices = orderFor(fleet, name, workers);
      return choices.length === 0 ? [] : [[name, choices] as const];
    }),
  );
  const common = { fleet: fleet.metadata.name };
  const sent = (worker: string) =>
    [...orders].flatMap(([team, choices]) => (choices.some((each) => each.worker === worker) ? [team] : []));
  const roles = new Map<string, Role>([
    [manager.member.name, { kind: 'manager', ...common, ...managerRole(fleet, workers, orders) }],
    ...workers.map(({ loaded: { member } }): [string, Role] => [
      member.name,
      { kind: 'worker', ...common, manager: manager.member.name, teams: sent(member.name) },
    ]),
  ]);
  return { roles, orders };
}

function gangQueues(spec: PlatformSpec): ReadonlyMap<string, TeamQueue> {
  const { queues } = buildPlatform({ spec, facts: targetFacts(spec) }).queueing;
  return new Map(
    queues
      .filter(({ queueName }) => queueName === LOCAL_QUEUES.gang)
      .map((queue) => [queue.clusterQueueName, queue] as const),
  );
}

function orderFor(fleet: FleetSpec, team: string, workers: readonly Worker[]): readonly WorkerChoice[] {
  const able = workers.filter(({ queues }) => queues.has(team));
  return workerOrder(
    fleet,
    team,
    able.map(({ loaded: { member, spec } }) => ({ name: member.name, region: member.region, spec })),
  );
}

function managerRole(
  { jobs }: FleetSpec,
  workers: readonly Worker[],
  orders: FleetRoles['orders'],
): Pick<ManagerRole, 'dispatch' | 'workers' | 'teams'> {
  const byName = new Map(workers.map((worker) => [worker.loaded.member.name, worker]));
  return {
    dispatch: { ...jobs.dispatch, lostAfter: durationText(jobs.dispatch.lostAfter) as ManagerDuration },
    workers: workers.map((worker) => ({ name: worker.loaded.member.name, pools: poolsOf(worker) })),
    teams: [...orders].map(([name, choices]) => ({
      name,
      to: choices.map(({ worker }) => ({ worker, units: unitsOf(byName.get(worker)?.queues.get(name)) })),
    })),
  };
}

type ManagerDuration = NonNullable<NonNullable<ManagerRole['dispatch']>['lostAfter']>;

function poolsOf({ queues }: Worker): ManagerRole['workers'][number]['pools'] {
  const flavors = new Map(
    [...queues.values()].flatMap(({ quotas }) => quotas.map(({ flavor }) => [flavor.flavorName, flavor])),
  );
  return [...flavors.values()].map(({ facts, flavorName, resource, shape }) => ({
    name: flavorName,
    resource,
    labels: { ...facts.nodeLabels },
    unitsPerNode: shape.unitsPerNode,
    ...(shape.vcpus === undefined ? {} : { vcpus: shape.vcpus }),
    ...(shape.memoryGib === undefined ? {} : { memoryGib: shape.memoryGib }),
  }));
}

/** The most that a team can ever hold there: beyond it a job could only wait. */
function unitsOf(queue: TeamQueue | undefined): Record<string, number> {
  return Object.fromEntries(
    (queue?.quotas ?? []).map(({ borrowable, flavor, guaranteed }) => [
      flavor.flavorName,
      guaranteed + (borrowable ?? 0),
    ]),
  );
}
