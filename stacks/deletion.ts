import type { PlatformSpec } from '../spec/platform.ts';

/**
 * What happens to what people would miss when its line leaves the spec or the environment is destroyed.
 *
 * - `protected`: data, keys and the cluster are refused to be deleted (`protect`, and the cloud's own deletion protection); data and keys stay
 *   in the cloud even after somebody took the protection off (`retainOnDelete`); a team's namespace stays in the cluster.
 * - `ephemeral`: everything goes, data included, and nothing is left to pay for. To take a protected environment down for
 *   good, make it ephemeral, run `pulumi up`, then `pulumi destroy`.
 */
export type Deletion = 'protected' | 'ephemeral';

/** What happens to the data of a platform. The spec has no word for it yet: everything is protected. */
export function deletionOf(_: PlatformSpec): Deletion {
  return 'protected';
}

/** Options of a resource that holds data: protected, and left where it is when it leaves the state. */
export function dataOptions(deletion: Deletion): { readonly protect?: true; readonly retainOnDelete?: true } {
  return deletion === 'protected' ? { protect: true, retainOnDelete: true } : {};
}
