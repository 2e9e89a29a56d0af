import type { PoolFacts } from '../../spec/facts.ts';
import type { PoolSpec } from '../../spec/pool.ts';
import type { PoolShape } from '../../spec/pool-shape.ts';
import type { GcpTarget } from '../../spec/target.ts';
import { isSlice } from './tpu-slice.ts';
import { spread, zoneCount } from './zones.ts';

/** Networks between accelerators whose machines can be put close together. */
const PACKED = ['tcpx', 'tcpxo', 'roce'];

/**
 * Whether the machines of a pool are put close together. Reservations bring their own place, and queued provisioning takes
 * none; of flex-start machines only the newest can be placed.
 */
export function isPacked(pool: PoolSpec, shape: PoolShape | undefined): boolean {
  const fabric = shape?.fabric.kind ?? 'none';
  if (pool.topology === 'none' || !PACKED.includes(fabric)) return false;
  const { kind } = pool.capacity;
  return kind === 'onDemand' || kind === 'spot' || (kind === 'flexStart' && fabric === 'roce');
}

/** Whether the stack makes machines of a pool, or a pool that scales itself; all others a compute class makes. */
export function isMadeHere({ autoscaler, nodes }: Pick<PoolFacts, 'autoscaler' | 'nodes'>): boolean {
  return autoscaler === 'nodePool' || nodes.standing > 0;
}

/** How large a pool is. Sizes without the word "total" are of each zone. */
export type PoolSize =
  | { readonly nodeCount: number; readonly zones: number }
  | {
      readonly initialNodeCount: number;
      readonly autoscaling: {
        readonly totalMinNodeCount: number;
        readonly totalMaxNodeCount: number;
        readonly locationPolicy: 'ANY' | 'BALANCED';
      };
    };

/** How large a pool begins, and who changes it: GKE between two numbers, or nobody. */
export function poolSize(
  target: Pick<GcpTarget, 'zones'>,
  pool: PoolSpec,
  facts: Pick<PoolFacts, 'autoscaler' | 'nodes'>,
  shape: PoolShape | undefined,
): PoolSize {
  const { elastic, standing } = facts.nodes;
  const zones = zoneCount(target, pool);
  if (facts.autoscaler !== 'nodePool') {
    const even = spread(standing, isSlice(pool, shape) ? 1 : zones);
    return { nodeCount: even.perZone, zones: even.zones };
  }
  return {
    initialNodeCount: Math.ceil(standing / zones),
    autoscaling: {
      totalMinNodeCount: standing,
      totalMaxNodeCount: standing + elastic,
      // Accelerators are taken where there are some.
      locationPolicy: shape?.accelerator === undefined ? 'BALANCED' : 'ANY',
    },
  };
}
