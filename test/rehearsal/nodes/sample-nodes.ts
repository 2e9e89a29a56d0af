import type { PoolFacts } from '../../../spec/facts.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput, PlatformSpec } from '../../../spec/platform.ts';
import type { PoolSpec } from '../../../spec/pool.ts';
import { type PoolShape, poolShape } from '../../../spec/pool-shape.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';

/** One pool, with the platform that it is of and all that is known of it. */
export interface SamplePool {
  readonly spec: PlatformSpec;
  readonly pool: PoolSpec;
  readonly facts: PoolFacts;
  readonly shape: PoolShape;
}

/** Eight H100 on AWS, on up to three nodes. */
export const H100: PoolInput = { name: 'train', instance: 'p5.48xlarge', nodes: { min: 1, max: 3 } };

/** A platform of pools on AWS unless told otherwise. */
export function specOf(pools: readonly PoolInput[], target: PlatformInput['target'] = TARGETS.aws): PlatformSpec {
  return parsePlatform(platformOn(target, ...pools)).spec;
}

/** The pool that {@link H100} describes, with something changed. */
export function poolOf(change: Partial<PoolInput> = {}, target: PlatformInput['target'] = TARGETS.aws): SamplePool {
  const spec = specOf([{ ...H100, ...change }], target);
  const [pool] = spec.pools;
  const [facts] = targetFacts(spec).pools;
  const shape = pool && poolShape(target.kind, pool);
  if (pool === undefined || facts === undefined || shape === undefined) throw new Error('the sample has no pool');
  return { spec, pool, facts, shape };
}
