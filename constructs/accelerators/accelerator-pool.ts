import type { Accelerator, Vendor } from '../../catalog/index.ts';
import type { PoolFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { type PoolShape, poolShape } from '../../spec/pool-shape.ts';
import type { RoomProps } from '../core/index.ts';

/** A pool whose nodes have accelerators, with everything that is known about it. */
export interface AcceleratorPool {
  /** Place that the pool is in. */
  readonly target: PlatformSpec['target'];
  /** The pool as the user means it. */
  readonly pool: PoolSpec;
  /** What the place says about it. */
  readonly facts: PoolFacts;
  /** What its nodes are made of. */
  readonly shape: PoolShape;
  /** Model of its accelerators. */
  readonly accelerator: Accelerator;
}

/** The pools that have accelerators, in the spec's order. */
export function acceleratorPools({ facts, spec }: Pick<RoomProps, 'facts' | 'spec'>): readonly AcceleratorPool[] {
  return spec.pools.flatMap((pool, index): AcceleratorPool[] => {
    const shape = poolShape(spec.target.kind, pool);
    const poolFacts = facts.pools[index];
    return shape?.accelerator === undefined || poolFacts === undefined
      ? []
      : [{ target: spec.target, pool, facts: poolFacts, shape, accelerator: shape.accelerator }];
  });
}

/** Those of them whose accelerators one vendor makes. */
export function poolsOf(pools: readonly AcceleratorPool[], vendor: Vendor): readonly AcceleratorPool[] {
  return pools.filter(({ accelerator }) => accelerator.vendor === vendor);
}
