/** Lists of a pod that hold containers. */
const LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/**
 * Every container image that an object runs: containers, init containers and ephemeral ones, however deep the pod
 * template stands.
 *
 * Looks at the shape, not at the kind: custom resources hold pod templates in places that nobody can list.
 */
export function podImages(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(podImages);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (LISTS.includes(key) && Array.isArray(inner)) return inner.flatMap((container) => imageOf(container));
    return podImages(inner);
  });
}

function imageOf(container: unknown): string[] {
  const image = (container as { image?: unknown } | null)?.image;
  return typeof image === 'string' && image !== '' ? [image] : [];
}
