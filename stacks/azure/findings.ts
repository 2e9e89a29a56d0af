import type { PoolFacts, TargetFacts } from '../../spec/facts.ts';
import type { Finding } from '../../spec/finding.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { pathText } from '../../spec/spec-path.ts';
import { addressPlan } from './address-plan.ts';
import { usedInKata } from './kata.ts';
import { cutByAks } from './mig-profile.ts';
import { hasZones, poolZones } from './zones.ts';

/** What Azure would refuse half an hour into the deployment, found before the first resource is registered. */
export function* azureFindings(spec: PlatformOn<'azure'>, facts: TargetFacts): Iterable<Finding> {
  yield* ofPlace(spec);
  yield* ofNetwork(spec);
  yield* ofGroups(spec);
  for (const [index, pool] of spec.pools.entries()) {
    const known = facts.pools[index];
    if (known === undefined) continue;
    const of: Of = { index, pool, facts: known, spec };
    yield* ofReservation(of);
    yield* ofZones(of);
    yield* ofSize(of);
    yield* ofKata(of);
    yield* ofDevices(of);
  }
}

/** Parts of Azure with addresses of their own. */
const OTHER_CLOUDS = /^(china|usgov|usdod)/;

function* ofPlace({ target }: PlatformOn<'azure'>): Iterable<Finding> {
  const { region, zones } = target;
  const at = 'target.region';
  if (!/^[a-z]+\d?[a-z]*$/.test(region))
    yield {
      code: 'STACK_REGION_FORM',
      level: 'error',
      at,
      problem: `${region} is not a region of Azure`,
      fix: 'write its name, such as westeurope',
    };
  else if (OTHER_CLOUDS.test(region))
    yield {
      code: 'STACK_REGION_CLOUD',
      level: 'error',
      at,
      problem: `${region} belongs to a part of Azure with addresses of its own, and teams would be sent to those of the public one`,
      fix: 'choose a region of the public cloud',
    };
  if (zones.length > 0 && !hasZones(target)) yield withoutZones('target.zones', region);
}

function withoutZones(at: string, region: string): Finding {
  return { code: 'STACK_REGION_ZONES', level: 'error', at, problem: `${region} has no zones`, fix: 'remove zones' };
}

/** Nodes of AKS, of the platform, and as many more as an upgrade may add. */
const OWN_NODES = 9;

function* ofNetwork({ pools, target }: PlatformOn<'azure'>): Iterable<Finding> {
  const { existing, nodes, services } = target.network;
  const plan = addressPlan(nodes);
  const needed = pools.reduce((sum, pool) => sum + pool.nodes.max + Math.ceil(pool.nodes.max / 3), OWN_NODES);
  if (existing === undefined && (plan === undefined || plan.room < needed))
    yield {
      code: 'STACK_NETWORK_NODES',
      level: 'error',
      at: 'target.network.nodes',
      problem: `half of ${nodes} is the machines’ subnet, with room for ${plan?.room ?? 0}, and pools and upgrades need ${needed}`,
      fix: 'write a larger IPv4 network',
    };
  if (addressPlan(services) === undefined || Number(services.split('/')[1]) < LARGEST_SERVICES)
    yield {
      code: 'STACK_NETWORK_SERVICES',
      level: 'error',
      at: 'target.network.services',
      problem: `AKS takes no ${services} for Services`,
      fix: `write an IPv4 network of /${LARGEST_SERVICES} to /27`,
    };
}

/** Largest range of Services that AKS takes, as a prefix. */
const LARGEST_SERVICES = 12;

/** How Entra ID names a group in the tokens that AKS reads. */
const GROUP = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function* ofGroups({ teams }: PlatformOn<'azure'>): Iterable<Finding> {
  for (const [index, { groups, viewers }] of teams.entries())
    for (const [word, names] of Object.entries({ groups, viewers })) {
      const unknown = names.find((name) => !GROUP.test(name));
      if (unknown === undefined) continue;
      yield {
        code: 'STACK_GROUP_FORM',
        level: 'warning',
        at: pathText(['teams', index, word]),
        problem: `AKS knows groups by the object ids of Entra ID, and ${unknown} is none`,
        fix: 'write the group’s object id, unless the cluster is given another identity provider',
      };
    }
}

interface Of {
  readonly index: number;
  readonly pool: PoolSpec;
  readonly facts: PoolFacts;
  readonly spec: PlatformOn<'azure'>;
}

/** Id of a group of reservations; AKS takes the group and not the single reservation in it. */
const RESERVATION =
  /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/capacityReservationGroups\/[^/]+$/i;

function* ofReservation({ index, pool: { capacity } }: Of): Iterable<Finding> {
  if (capacity.kind !== 'reservation' || RESERVATION.test(capacity.reservation)) return;
  yield {
    code: 'STACK_RESERVATION_FORM',
    level: 'error',
    at: pathText(['pools', index, 'capacity', 'reservation']),
    problem: `${capacity.reservation} is not the id of a capacity reservation group`,
    fix: 'write it in full: /subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/capacityReservationGroups/…',
  };
}

function* ofZones({ facts, index, pool, spec: { target } }: Of): Iterable<Finding> {
  const at = pathText(['pools', index, 'zones']);
  const unknown = pool.zones.find((zone) => !['1', '2', '3'].includes(zone));
  if (unknown !== undefined)
    yield {
      code: 'STACK_ZONE_FORM',
      level: 'error',
      at,
      problem: `${unknown} is not a zone of Azure`,
      fix: 'write its number: 1, 2 or 3',
    };
  else if (pool.zones.length > 0 && !hasZones(target)) yield withoutZones(at, target.region);
  const zones = poolZones(target, pool.zones, facts.resource !== 'cpu');
  if (facts.fabric !== undefined && facts.nodes.standing > 0 && zones.length > 1)
    yield {
      code: 'STACK_POOL_ZONE_ONE',
      level: 'error',
      at,
      problem: `machines of ${pool.name} reach one another by InfiniBand only within one zone, and ${zones.length} are named`,
      fix: 'name the one zone that has the capacity',
    };
  if (facts.autoscaler !== 'karpenter' || facts.resource === 'cpu' || pool.zones.length > 0 || !hasZones(target))
    return;
  yield {
    code: 'STACK_POOL_ZONE_ANY',
    level: 'warning',
    at,
    problem: `AKS adds machines of ${pool.name} in zones only, in any of them, and never outside, where it may have some left`,
    fix: 'name the zones in which the subscription may have them',
  };
}

/** Most machines that AKS takes in one pool. */
const MOST_NODES = 1_000;

function* ofSize({ facts, index, pool }: Of): Iterable<Finding> {
  const most = facts.autoscaler === 'karpenter' ? facts.nodes.standing : pool.nodes.max;
  if (most <= MOST_NODES) return;
  yield {
    code: 'STACK_POOL_NODES',
    level: 'error',
    at: pathText(['pools', index, 'nodes']),
    problem: `${most} nodes of ${pool.name} are one pool of AKS, which has ${MOST_NODES} at most`,
    fix: 'divide it into several pools',
  };
}

function* ofKata({ facts, index, pool, spec }: Of): Iterable<Finding> {
  if (!usedInKata(spec, pool.name)) return;
  const accelerated = facts.resource !== 'cpu';
  if (!accelerated && facts.autoscaler !== 'karpenter') return;
  yield {
    code: 'STACK_POOL_KATA',
    level: 'error',
    at: pathText(['pools', index, 'name']),
    problem: accelerated
      ? `a team whose pods must run in Kata has a quota on ${pool.name}, and AKS passes no accelerators into Kata`
      : `a team whose pods must run in Kata has a quota on ${pool.name}, and AKS adds no machines with Kata by itself`,
    fix: accelerated
      ? 'take the quota away, or set the team’s sandbox to none'
      : `set nodes.min to ${pool.nodes.max}, or target.autoscaler to nodePool`,
  };
}

function* ofDevices({ facts, index, pool }: Of): Iterable<Finding> {
  if (pool.sharing.kind === 'partition' && facts.allocator === 'draDriver' && cutByAks(pool, facts) === undefined)
    yield {
      code: 'STACK_PARTITION_UNCUT',
      level: 'error',
      at: pathText(['pools', index, 'sharing', 'profile']),
      problem: `AKS cuts no devices into ${pool.sharing.profile} on ${pool.name}, and with allocator dra nobody else does`,
      fix: 'set driver to target and name a profile such as 1g.10gb, or set allocator to devicePlugin',
    };
  if (facts.fabric === undefined) return;
  yield {
    code: 'STACK_INFINIBAND_FEATURE',
    level: 'warning',
    at: pathText(['pools', index, 'instance']),
    problem: `machines of ${pool.name} get InfiniBand only where the subscription has the feature AKSInfinibandSupport`,
    fix: 'see that it is registered: az feature register --namespace Microsoft.ContainerService --name AKSInfinibandSupport',
  };
}
