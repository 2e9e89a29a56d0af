import type { PlatformSpec } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { type PoolShape, poolShape } from '../../spec/pool-shape.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { unitOf } from '../../spec/unit-name.ts';
import { HOURS_PER_MONTH } from '../../spec/units.ts';
import { costAssumptions } from './cost-assumptions.ts';
import type { PlatformCost, PoolCost, TeamCost } from './cost-figures.ts';

/** Money before deploying: list prices of the catalogue, or the user's own, over the nodes that the spec allows. */
export function platformCost(spec: PlatformSpec): PlatformCost {
  const shapes = new Map(spec.pools.map((pool) => [pool.name, poolShape(spec.target.kind, pool)]));
  const pools = spec.pools.map((pool) => poolCost(pool, shapes.get(pool.name)));
  const ranges = pools.flatMap(({ usdPerMonth }) => usdPerMonth ?? []);
  return {
    pools,
    teams: spec.teams.map((team) => teamCost(team, pools)),
    total: { least: sum(ranges.map(({ least }) => least)), most: sum(ranges.map(({ most }) => most)) },
    assumptions: costAssumptions(spec, pools),
  };
}

function poolCost(pool: PoolSpec, shape: PoolShape | undefined): PoolCost {
  const { capacity, instance, name, nodes } = pool;
  const price = shape?.price;
  const perNode = price === undefined ? undefined : price.usdPerHour * HOURS_PER_MONTH;
  return {
    pool: name,
    ...(instance === undefined ? {} : { instance }),
    unitsPerNode: shape?.unitsPerNode ?? 0,
    unit: shape === undefined ? 'units' : unitOf(pool, shape),
    nodes: { min: nodes.min, max: nodes.max },
    capacity: capacity.kind,
    ...(price === undefined || perNode === undefined
      ? {}
      : { price, usdPerMonth: { least: nodes.min * perNode, most: nodes.max * perNode } }),
  };
}

function teamCost({ budget, name, quota }: TeamSpec, pools: readonly PoolCost[]): TeamCost {
  const held = pools.flatMap((pool) => {
    const own = quota[pool.pool];
    return own === undefined ? [] : { pool, guaranteed: own.guaranteed, most: own.guaranteed + own.borrowable };
  });
  const unpricedPools = held.flatMap(({ pool }) => (usdPerUnit(pool) === undefined ? pool.pool : []));
  const money = (units: 'guaranteed' | 'most') => sum(held.map((each) => each[units] * (usdPerUnit(each.pool) ?? 0)));
  return {
    team: name,
    ...(unpricedPools.length > 0 ? {} : { guaranteedUsdPerMonth: money('guaranteed'), mostUsdPerMonth: money('most') }),
    unpricedPools,
    ...(budget === undefined ? {} : { budgetUsdPerMonth: budget.usdPerMonth }),
  };
}

/** Price of one unit for a month: that of a node, divided by its units. */
function usdPerUnit({ price, unitsPerNode }: PoolCost): number | undefined {
  return price === undefined || unitsPerNode === 0 ? undefined : (price.usdPerHour * HOURS_PER_MONTH) / unitsPerNode;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
