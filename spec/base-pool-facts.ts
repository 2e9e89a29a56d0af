import type { Accelerator } from '../catalog/index.ts';
import type { AllocatorOwner, DriverOwner, NodeAutoscaler, PoolFacts, PoolNodes } from './facts.ts';
import type { PoolSpec } from './pool.ts';
import type { PoolShape } from './pool-shape.ts';
import { sharedResource } from './shared-resource.ts';

/** Label by which a pool’s nodes are found on every place where we label them. */
export const POOL_LABEL = 'plinth.dev/pool';

/**
 * What holds for a pool wherever nothing special is known: our label and taint, our operators, one network block per
 * host. Each target states what differs.
 *
 * @param autoscaler - what adds and removes nodes on the target; a pool that keeps its size has none
 */
export function basePoolFacts(pool: PoolSpec, shape: PoolShape | undefined, autoscaler: NodeAutoscaler): PoolFacts {
  const accelerator = shape?.accelerator;
  const scales = pool.nodes.min < pool.nodes.max ? autoscaler : 'none';
  return {
    name: pool.name,
    resource: accelerator === undefined ? 'cpu' : sharedResource(accelerator, pool.sharing),
    unitsPerNode: shape?.unitsPerNode ?? 0,
    nodeLabels: { [POOL_LABEL]: pool.name },
    taints: accelerator === undefined ? [] : [{ key: accelerator.resource, value: 'present', effect: 'NoSchedule' }],
    topologyLevels: ['kubernetes.io/hostname'],
    driver: driverOwner(pool, accelerator),
    allocator: allocatorOwner(pool, accelerator),
    autoscaler: scales,
    nodes: poolNodes(pool, scales),
  };
}

/** Splits a pool into what stands and what comes and goes. Without an autoscaler it has all its nodes: quotas count them. */
function poolNodes({ nodes }: PoolSpec, autoscaler: NodeAutoscaler): PoolNodes {
  if (autoscaler === 'none') return { standing: nodes.max, elastic: 0 };
  return { standing: nodes.min, elastic: nodes.max - nodes.min };
}

function driverOwner(pool: PoolSpec, accelerator: Accelerator | undefined): DriverOwner {
  if (accelerator === undefined) return 'none';
  return pool.driver === 'operator' ? 'operator' : 'machineImage';
}

function allocatorOwner(pool: PoolSpec, accelerator: Accelerator | undefined): AllocatorOwner {
  if (accelerator === undefined) return 'none';
  return pool.allocator === 'dra' ? 'draDriver' : 'operator';
}
