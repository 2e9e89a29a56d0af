import { POOL_LABEL } from '../../spec/base-pool-facts.ts';
import type { NodeAutoscaler, PoolFacts, TargetFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import { type PoolShape, poolShape } from '../../spec/pool-shape.ts';
import { nodeLabelsOf } from '../accelerators/index.ts';

/** Autoscalers that read what to do from objects in the cluster; the others are settings of the cloud. */
const IN_CLUSTER: readonly NodeAutoscaler[] = ['karpenter', 'computeClass', 'clusterAutoscaler'];

/** A pool to which an autoscaler adds nodes. */
export interface ElasticPool {
  /** The pool. */
  readonly pool: PoolSpec;
  /** Its instance type; empty for machines that the spec describes. */
  readonly instance: string;
  /** What its nodes are made of. */
  readonly shape: PoolShape;
  /** What the place says about it. */
  readonly facts: PoolFacts;
  /** Labels that its nodes carry from the beginning: the user's, the pool's name, and what tells operators whose the devices are. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its position in the spec, counted from 0. */
  readonly index: number;
}

/** The pools that an autoscaler in the cluster scales, in the spec's order. */
export function elasticPools(spec: PlatformSpec, facts: TargetFacts): readonly ElasticPool[] {
  return spec.pools.flatMap((pool, index) => {
    const poolFacts = facts.pools[index];
    const shape = poolShape(facts.kind, pool);
    if (poolFacts === undefined || shape === undefined || !IN_CLUSTER.includes(poolFacts.autoscaler)) return [];
    const { accelerator } = shape;
    const owners =
      accelerator === undefined
        ? {}
        : nodeLabelsOf({ target: spec.target, pool, facts: poolFacts, shape, accelerator });
    const labels = { ...pool.labels, ...owners, [POOL_LABEL]: pool.name };
    return { pool, instance: pool.instance ?? '', shape, facts: poolFacts, labels, index };
  });
}

/** Whether a platform has a pool that an autoscaler in the cluster scales. */
export function needsAutoscaling(facts: TargetFacts): boolean {
  return facts.pools.some(({ autoscaler }) => IN_CLUSTER.includes(autoscaler));
}
