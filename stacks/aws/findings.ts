import type { PoolFacts, TargetFacts } from '../../spec/facts.ts';
import type { Finding } from '../../spec/finding.ts';
import { namedZones } from '../../spec/named-zones.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { pathText } from '../../spec/spec-path.ts';
import { addressPlan } from './address-plan.ts';
import { zoneCount } from './zones.ts';

/** What AWS would refuse half an hour into the deployment, found before the first resource is registered. */
export function* awsFindings(spec: PlatformOn<'aws'>, facts: TargetFacts): Iterable<Finding> {
  yield* ofPlace(spec);
  yield* ofLustre(spec);
  for (const [index, pool] of spec.pools.entries()) {
    const known = facts.pools[index];
    if (known !== undefined && known.nodes.standing > 0) yield* ofStandingPool(index, pool, known);
  }
}

function* ofPlace({ target }: PlatformOn<'aws'>): Iterable<Finding> {
  const { network, region } = target;
  const zones = namedZones(target);
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
    yield {
      code: 'STACK_REGION_FORM',
      level: 'error',
      at: 'target.region',
      problem: `${region} is not a region of AWS`,
      fix: 'write its code, such as eu-west-1',
    };
  if (zones.length === 1)
    yield {
      code: 'STACK_ZONES_FEW',
      level: 'error',
      at: target.zones.length > 0 ? 'target.zones' : 'target.network.existing.zones',
      problem: 'EKS puts its control plane in two zones at least, and one is named',
      fix: 'name a second zone; pools stay where their own `zones` say',
    };
  else if (network.existing === undefined && addressPlan(network.nodes, zoneCount(target)) === undefined)
    yield {
      code: 'STACK_NETWORK_ZONES',
      level: 'error',
      at: 'target.network.nodes',
      problem: `${network.nodes} cannot be divided among ${zoneCount(target)} zones: nodes, gateways and the control plane have subnets of their own in each`,
      fix: 'write a larger network, a /16 to /23, or fewer zones',
    };
}

/** File systems stand in a subnet of the cluster. Where no zone is named, AWS says which there are, and the preview checks. */
function* ofLustre({ target }: PlatformOn<'aws'>): Iterable<Finding> {
  const zones = namedZones(target);
  const zone = target.lustre?.zone;
  if (zone === undefined || zones.length === 0 || zones.includes(zone)) return;
  yield {
    code: 'STACK_LUSTRE_ZONE',
    level: 'error',
    at: 'target.lustre.zone',
    problem: `the cluster reaches into ${zones.join(', ')}, not into ${zone}`,
    fix: 'name one of them, or add the zone to target.zones',
  };
}

function* ofStandingPool(index: number, pool: PoolSpec, facts: PoolFacts): Iterable<Finding> {
  const { capacity, zones } = pool;
  const reserved = capacity.kind === 'reservation' || capacity.kind === 'capacityBlock';
  if (reserved && !/^cr-[0-9a-f]+$/.test(capacity.reservation))
    yield {
      code: 'STACK_RESERVATION_FORM',
      level: 'error',
      at: pathText(['pools', index, 'capacity', 'reservation']),
      problem: `${capacity.reservation} is not the id of a capacity reservation`,
      fix: 'write the id that EC2 shows, which begins with cr-',
    };
  if (zones.length === 1 || !(reserved || facts.placementGroup !== undefined)) return;
  yield {
    code: 'STACK_POOL_ZONE_ONE',
    level: 'error',
    at: pathText(['pools', index, 'zones']),
    problem: `${facts.nodes.standing} nodes of ${pool.name} always stand, ${reserved ? 'in a reservation' : 'packed together'}, which lies in one zone, and ${zones.length} are named`,
    fix: 'name the one zone that has the capacity',
  };
}
