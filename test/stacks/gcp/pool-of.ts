import { stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { onGcp } from './gcp-sample.ts';

/** Type of a node pool of GKE. */
export const POOL = 'gcp:container/nodePool:NodePool';

/** What the infrastructure of a platform registers. */
export const built = (...input: Parameters<typeof onGcp>) => stackOf(onGcp(...input), { layer: 'infrastructure' });

/** The platform's one pool besides its own machines. */
export const poolOf = (run: readonly Registered[]) => the(run, POOL, 'atlas-prod-pools-train');

/** Inputs of that pool. */
export const poolInputs = async (...input: Parameters<typeof onGcp>) => poolOf(await built(...input)).inputs;

/** Settings of its machines. */
export const machineOf = async (...input: Parameters<typeof onGcp>) =>
  (await poolInputs(...input))['nodeConfig'] as Record<string, unknown>;
