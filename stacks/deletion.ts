/**
 * What happens to what people would miss when its line leaves the spec or the environment is destroyed.
 *
 * - `protected`: data, keys and the cluster are refused to be deleted (`protect`, and the cloud's own deletion protection); data and keys stay
 *   in the cloud even after somebody took the protection off (`retainOnDelete`); a team's namespace stays in the cluster.
 * - `ephemeral`: everything goes, data included, and nothing is left to pay for. To take a protected environment down for
 *   good, allow it by the name of its cluster (`plinth:allow`), run `pulumi up`, then `pulumi destroy`.
 */
export type Deletion = 'protected' | 'ephemeral';

/**
 * What happens to the data of an environment: it is protected, unless the whole environment is allowed to go.
 *
 * @param cluster - name of its cluster
 * @param allowed - names in `plinth:allow`
 */
export function deletionOf(cluster: string, allowed: ReadonlySet<string>): Deletion {
  return allowed.has(cluster) ? 'ephemeral' : 'protected';
}

/** Options of a resource that holds data: protected, and left where it is when it leaves the state. */
export function dataOptions(deletion: Deletion): { readonly protect?: true; readonly retainOnDelete?: true } {
  return deletion === 'protected' ? { protect: true, retainOnDelete: true } : {};
}
