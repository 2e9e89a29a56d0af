import type { PoolFacts } from '../../spec/facts.ts';

/** Key of the taint that GKE gives to nodes with its Sandbox. */
export const SANDBOX_TAINT = 'sandbox.gke.io/runtime';

/** Whether GKE Sandbox is on a pool's nodes, as its facts say: a team whose pods must run in it uses them. */
export function isSandboxed({ taints }: Pick<PoolFacts, 'taints'>): boolean {
  return taints.some(({ key }) => key === SANDBOX_TAINT);
}
