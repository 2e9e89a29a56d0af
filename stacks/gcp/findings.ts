import { acceleratorNetworks, takesNetworks } from '../../spec/accelerator-networks.ts';
import type { PoolFacts, TargetFacts } from '../../spec/facts.ts';
import type { Finding } from '../../spec/finding.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { pathText } from '../../spec/spec-path.ts';
import { addressPlan, machinesIn } from './address-plan.ts';
import { isMadeHere, isPacked } from './pool-size.ts';
import { isSlice, tpuSlice } from './tpu-slice.ts';
import { zonesOf } from './zones.ts';

/** What Google would refuse half an hour into the deployment, found before the first resource is registered. */
export function* gcpFindings(spec: PlatformOn<'gcp'>, facts: TargetFacts): Iterable<Finding> {
  yield* ofRegion(spec);
  yield* spec.target.network.existing === undefined ? ofNewNetwork(spec) : ofExistingNetwork(spec, facts);
  for (const [index, pool] of spec.pools.entries()) {
    const known = facts.pools[index];
    if (known === undefined) continue;
    const at = (...path: readonly string[]) => pathText(['pools', index, ...path]);
    yield* ofReservation(at, pool);
    if (isMadeHere(known)) yield* ofPool(at, spec, pool, known);
  }
}

type At = (...path: readonly string[]) => string;

function* ofRegion({ target }: PlatformOn<'gcp'>): Iterable<Finding> {
  if (/^[a-z]+-[a-z]+\d+$/.test(target.region)) return;
  yield {
    code: 'STACK_REGION_FORM',
    level: 'error',
    at: 'target.region',
    problem: `${target.region} is not a region of Google Cloud`,
    fix: 'write its name, such as europe-west4',
  };
}

/** Machines of the platform itself, as the spec's rules count them. */
const OWN_MACHINES = 32;

function* ofNewNetwork({ pools, target }: PlatformOn<'gcp'>): Iterable<Finding> {
  const { nodes } = target.network;
  const at = 'target.network.nodes';
  const plan = addressPlan(nodes);
  const most = machines(pools) + OWN_MACHINES;
  const ofNetworks = machines(pools.filter((pool) => takesNetworks(poolShape('gcp', pool))));
  const [network = '/32'] = plan?.accelerators ?? [];
  if (plan === undefined)
    yield {
      code: 'STACK_NETWORK_SMALL',
      level: 'error',
      at,
      problem: `${nodes} cannot be divided among machines, networks of accelerators, shared files and the API server`,
      fix: 'write an IPv4 network of /21 or larger',
    };
  else if (machinesIn(plan.nodes) < most)
    yield {
      code: 'STACK_NETWORK_SMALL',
      level: 'error',
      at,
      problem: `machines get ${plan.nodes}, the first half of ${nodes}, with room for ${machinesIn(plan.nodes)}, and there may be ${most}`,
      fix: 'write a larger network',
    };
  else if (ofNetworks > 0 && machinesIn(network) < ofNetworks)
    yield {
      code: 'STACK_NETWORK_SMALL',
      level: 'error',
      at,
      problem: `each network of accelerators gets a part of ${nodes} like ${network}, with room for ${machinesIn(network)} machines, and there may be ${ofNetworks}`,
      fix: 'write a larger network',
    };
}

function* ofExistingNetwork(spec: PlatformOn<'gcp'>, facts: TargetFacts): Iterable<Finding> {
  const { network, project } = spec.target;
  const at = 'target.network.existing';
  if (acceleratorNetworks(spec, facts) > 0)
    yield {
      code: 'STACK_NETWORK_ACCELERATORS',
      level: 'error',
      at,
      problem:
        'machines of GPUDirect-TCPX and -TCPXO have a network for each card, which Plinth makes beside a network of its own only',
      fix: 'remove existing, or choose machines whose cards GKE connects itself, such as a3-ultragpu-8g',
    };
  const host = network.existing?.project ?? project;
  if (host === project) return;
  yield {
    code: 'STACK_NETWORK_HOST',
    level: 'warning',
    at: `${at}.project`,
    problem: `the network is that of ${host}, where nothing is made: without a rule of its firewall the API server reaches no webhooks`,
    fix: `see that ${host} lets ${network.existing?.apiServer.join(', ')} reach the machines on all ports of tcp, that GKE’s account may use its subnetworks, and that it has private services access for Filestore`,
  };
}

function machines(pools: readonly PoolSpec[]): number {
  return pools.reduce((sum, pool) => sum + pool.nodes.max, 0);
}

function* ofReservation(at: At, { capacity }: PoolSpec): Iterable<Finding> {
  if (capacity.kind !== 'reservation') return;
  const name = '[a-z]([-a-z0-9]*[a-z0-9])?';
  const form = new RegExp(`^(projects/[^/]+/reservations/)?${name}(/reservationBlocks/${name})?$`);
  if (form.test(capacity.reservation)) return;
  yield {
    code: 'STACK_RESERVATION_FORM',
    level: 'error',
    at: at('capacity', 'reservation'),
    problem: `${capacity.reservation} does not name a reservation of Google Cloud`,
    fix: 'write its name, or projects/PROJECT/reservations/NAME, either with /reservationBlocks/BLOCK behind',
  };
}

function* ofPool(at: At, spec: PlatformOn<'gcp'>, pool: PoolSpec, facts: PoolFacts): Iterable<Finding> {
  const shape = poolShape('gcp', pool);
  yield* ofShares(at, pool);
  if (isSlice(pool, shape) && tpuSlice(pool.instance ?? '', facts.nodes.standing) === undefined)
    yield {
      code: 'STACK_SLICE_SIZE',
      level: 'error',
      at: at('nodes'),
      problem: `${facts.nodes.standing} machines of ${pool.instance} do not make one slice, which topology: required asks for`,
      fix: 'choose a machine type with four chips and a power of two of them, or set topology to preferred',
    };
  yield* ofZones(at, spec, pool);
}

/** Pods that GKE lets share one device. */
const MOST_SHARES = 48;

function* ofShares(at: At, { sharing }: PoolSpec): Iterable<Finding> {
  if (!('replicas' in sharing) || sharing.replicas <= MOST_SHARES) return;
  yield {
    code: 'STACK_POOL_SHARES',
    level: 'error',
    at: at('sharing', 'replicas'),
    problem: `GKE lets ${MOST_SHARES} pods share one device, not ${sharing.replicas}`,
    fix: `write ${MOST_SHARES} or fewer`,
  };
}

function* ofZones(at: At, { target }: PlatformOn<'gcp'>, pool: PoolSpec): Iterable<Finding> {
  const shape = poolShape('gcp', pool);
  const zones = zonesOf(target, pool).length;
  const reasons = [
    [isSlice(pool, shape), 'are one slice'],
    [isPacked(pool, shape), 'are packed together'],
    [pool.capacity.kind === 'reservation', 'come from a reservation'],
  ] as const;
  const reason = reasons.find(([holds]) => holds)?.[1];
  if (reason !== undefined && zones !== 1)
    yield {
      code: 'STACK_POOL_ZONE_ONE',
      level: 'error',
      at: at('zones'),
      problem: `the machines of ${pool.name} ${reason}, which lies in one zone, and ${zones} are named`,
      fix: 'name the one zone that has the capacity',
    };
  else if (zones === 0 && shape?.accelerator !== undefined)
    yield {
      code: 'STACK_POOL_ZONES_UNKNOWN',
      level: 'warning',
      at: at('zones'),
      problem: `no zones are named for ${pool.name}, and Google refuses a pool if one of those it chooses lacks ${shape.accelerator.title}`,
      fix: 'name the zones that have the accelerator',
    };
}
