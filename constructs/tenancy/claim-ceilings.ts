import type { PoolFacts } from '../../spec/facts.ts';
import type { TeamSpec } from '../../spec/team.ts';

/** Class of whole devices that NVIDIA's DRA driver brings itself; from Kubernetes 1.36 pods that request `nvidia.com/gpu` claim it. */
const WHOLE = 'gpu.nvidia.com';
/** Further classes of the driver's chart (0.5), which no pool hands out. */
const CLOSED = ['mig.nvidia.com', 'vfio.gpu.nvidia.com'];

/**
 * Most devices of each class that a team's pods can ever claim: what is guaranteed and what the team may borrow on the pool
 * of the class; 0 on pools that are closed to it.
 *
 * A device class is open to every namespace, so without these bounds whoever may write a claim could name another pool's.
 * The classes of the driver itself reach over all pools: the one of whole devices has the sum of them, the others 0.
 *
 * @returns nothing where no pool's devices are claimed
 */
export function claimCeilings(pools: readonly PoolFacts[], { quota }: TeamSpec): Record<string, number> {
  const claimed = pools.filter(({ allocator }) => allocator === 'draDriver');
  if (claimed.length === 0) return {};
  const own = claimed.map(({ name }): readonly [string, number] => {
    const { borrowable, guaranteed } = quota[name] ?? { guaranteed: 0, borrowable: 0 };
    return [name, guaranteed + borrowable];
  });
  const whole = own.reduce((sum, [, most]) => sum + most, 0);
  return Object.fromEntries([...own, [WHOLE, whole], ...CLOSED.map((name) => [name, 0] as const)]);
}
