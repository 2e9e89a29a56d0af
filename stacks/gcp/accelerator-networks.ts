import type { Fabric } from '../../catalog/index.ts';
import type { TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import { type PoolShape, poolShape } from '../../spec/pool-shape.ts';
import { isMadeHere } from './pool-size.ts';

type GpuDirect = Extract<Fabric, { networks: number }>;

/** The fabric of machines whose cards are in networks of their own (GPUDirect-TCPX and -TCPXO); nothing for others. */
export function takesNetworks(shape: PoolShape | undefined): GpuDirect | undefined {
  const fabric = shape?.fabric;
  return fabric?.kind === 'tcpx' || fabric?.kind === 'tcpxo' ? fabric : undefined;
}

/** How many networks the accelerators of a platform need besides the machines' own: as many as its largest machine has cards. */
export function acceleratorNetworks({ pools }: PlatformOn<'gcp'>, facts: TargetFacts): number {
  const needed = pools.map((pool, index) => {
    const known = facts.pools[index];
    return known !== undefined && isMadeHere(known) ? (takesNetworks(poolShape('gcp', pool))?.networks ?? 0) : 0;
  });
  return Math.max(0, ...needed);
}
