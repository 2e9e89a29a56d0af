import type { PoolFlavor } from '../queueing/index.ts';

/**
 * Annotation that asks Kueue to keep a gang within one network block of its pool.
 *
 * `required` names the widest block: the gang stays within it or waits. `preferred` names the narrowest block above the
 * host; Kueue widens it until the gang fits. A pool whose only level is the host has no blocks.
 */
export function topologyRequest({ pool, topologyLevels }: PoolFlavor): Readonly<Record<string, string>> {
  const blocks = topologyLevels.slice(0, -1);
  const [widest] = blocks;
  const narrowest = blocks.at(-1);
  if (pool.topology === 'required' && widest !== undefined)
    return { 'kueue.x-k8s.io/podset-required-topology': widest };
  if (pool.topology === 'preferred' && narrowest !== undefined)
    return { 'kueue.x-k8s.io/podset-preferred-topology': narrowest };
  return {};
}
