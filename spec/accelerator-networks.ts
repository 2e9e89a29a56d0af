import type { Fabric } from '../catalog/index.ts';
import type { AcceleratorNetwork, PoolFacts } from './facts.ts';
import type { PoolSpec } from './pool.ts';
import { type PoolShape, poolShape } from './pool-shape.ts';

type GpuDirect = Extract<Fabric, { networks: number }>;

/** The fabric of machines whose cards are in networks of their own (GPUDirect-TCPX and -TCPXO); nothing for others. */
export function takesNetworks(shape: PoolShape | undefined): GpuDirect | undefined {
  const fabric = shape?.fabric;
  return fabric?.kind === 'tcpx' || fabric?.kind === 'tcpxo' ? fabric : undefined;
}

/** How many networks the accelerators of a platform need besides the machines' own: as many as its largest machine has cards. */
export function acceleratorNetworks(
  { pools }: { readonly pools: readonly PoolSpec[] },
  facts: { readonly pools: readonly PoolFacts[] },
): number {
  const needed = pools.map((pool, index) => {
    const known = facts.pools[index];
    // What a compute class adds has no such cards.
    const made = known?.autoscaler === 'nodePool' || (known?.nodes.standing ?? 0) > 0;
    return made ? (takesNetworks(poolShape('gcp', pool))?.networks ?? 0) : 0;
  });
  return Math.max(0, ...needed);
}

/** The networks of a cluster's accelerators, under the names that the stack makes them with. */
export function namedNetworks(cluster: string, count: number): readonly AcceleratorNetwork[] {
  return Array.from({ length: count }, (_, index) => {
    const network = `${cluster}-gpu-${index}`;
    return { name: `gpu-${index}`, network, subnet: network };
  });
}
