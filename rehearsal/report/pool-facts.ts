import type { Price } from '../../catalog/index.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { unitOf } from '../../spec/unit-name.ts';

/** What figures about a pool need to know of it. */
export interface PoolFacts {
  /** Name. */
  readonly pool: string;
  /** Accelerator as its maker writes it. @default - nodes without accelerators */
  readonly accelerator?: string;
  /** What its quotas count, in the plural. */
  readonly unit: string;
  /** Units that one node offers. */
  readonly unitsPerNode: number;
  /** How its nodes are obtained. */
  readonly capacity: string;
  /** List price of one node. @default - unknown */
  readonly price?: Price;
}

/** The pools of a platform as figures need them; of an instance type that the catalogue lacks nothing is known. */
export function poolFacts(spec: PlatformSpec): readonly PoolFacts[] {
  return spec.pools.map((pool) => {
    const shape = poolShape(spec.target.kind, pool);
    return {
      pool: pool.name,
      ...(shape?.accelerator === undefined ? {} : { accelerator: shape.accelerator.title }),
      unit: shape === undefined ? 'units' : unitOf(pool, shape),
      unitsPerNode: shape?.unitsPerNode ?? 0,
      capacity: pool.capacity.kind,
      ...(shape?.price === undefined ? {} : { price: shape.price }),
    };
  });
}

/** Price of one unit of a pool: that of a node, divided by its units. Unit: US dollars per hour. */
export function usdPerUnitHour({ price, unitsPerNode }: PoolFacts): number | undefined {
  return price === undefined || unitsPerNode === 0 ? undefined : price.usdPerHour / unitsPerNode;
}
