import type { PoolFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import type { PoolShape } from '../../spec/pool-shape.ts';
import type { NodeShape } from '../node-shape.ts';
import { machineResources } from './machine-resources.ts';
import { zonesOf } from './node-topology.ts';

/** What Karpenter reckons with where the catalogue knows no price. Unit: US dollars per hour. Nothing is reported from it. */
const UNKNOWN_PRICE = 1;

/** A pool whose nodes Karpenter may buy. */
export interface BuyingPool {
  readonly spec: PlatformSpec;
  readonly pool: PoolSpec;
  readonly facts: PoolFacts;
  readonly shape: PoolShape;
}

/**
 * The machines that pools may buy, each instance type once.
 *
 * The simulated cloud looks a machine up by its instance type and takes the first that it finds. Pools that share one see
 * it in the zones of each of them, with the resources of each of them.
 */
export function machinesOnSale(pools: readonly BuyingPool[]): NodeShape[] {
  const machines = Map.groupBy(pools.map(machine), ({ name }) => name);
  return [...machines.values()].map((same) => same.reduce(merged));
}

/** How the machines of a pool differ from its own because another pool of the same instance type came first; one sentence each. */
export function borrowedSizes(own: BuyingPool, machines: readonly NodeShape[]): string[] {
  const { capacity, name } = machine(own);
  const sold = machines.find((each) => each.name === name)?.capacity ?? capacity;
  return Object.entries(capacity).flatMap(([resource, amount]) =>
    sold[resource] === amount
      ? []
      : [
          `pool ${own.pool.name}: the machines that Karpenter buys have ${sold[resource]} ${resource} instead of ${amount}, as another pool of ${name} says`,
        ],
  );
}

function merged(one: NodeShape, other: NodeShape): NodeShape {
  return {
    ...one,
    zones: [...new Set([...one.zones, ...other.zones])],
    capacity: { ...other.capacity, ...one.capacity },
  };
}

function machine({ facts, pool, shape, spec }: BuyingPool): NodeShape {
  const price = shape.price?.usdPerHour ?? UNKNOWN_PRICE;
  return {
    name: pool.instance ?? pool.name,
    architecture: shape.architecture,
    zones: zonesOf(spec, pool),
    usdPerHour: price,
    spotUsdPerHour: price,
    capacity: { ...machineResources(facts, shape), pods: '110' },
  };
}
