import type { NamedRuleWithOperations, Variable } from '../imports/kubernetes.gen.ts';

/** Requests that bring images into a pod: its making, a change of them, and containers that are added for debugging. */
export const PODS_AND_THEIR_IMAGES: readonly NamedRuleWithOperations[] = [
  { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'] },
  { apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['pods/ephemeralcontainers'] },
];

const ofContainers = (list: string) => `${list}.map(c, c.?image.orValue(''))`;

/** CEL: every image that a pod names, also those that it mounts as volumes, such as models. */
export function imagesOf(pod: string): string {
  return [
    ofContainers(`${pod}.spec.containers`),
    ofContainers(`${pod}.spec.?initContainers.orValue([])`),
    ofContainers(`${pod}.spec.?ephemeralContainers.orValue([])`),
    mountedBy(pod),
  ].join(' + ');
}

/** CEL: images that a pod mounts as volumes. */
export function mountedBy(pod: string): string {
  return `${pod}.spec.?volumes.orValue([]).filter(v, has(v.image)).map(v, v.image.?reference.orValue(''))`;
}

/** Images that were not in the pod before: one that runs already is never stopped from changing its labels. */
export const NEW_IMAGES: Variable = {
  name: 'images',
  expression: `request.operation == 'CREATE' ? (${imagesOf('object')}) : (${imagesOf('object')}).filter(i, !((${imagesOf('oldObject')}).exists(o, o == i)))`,
};

/** CEL: the image `i` with its registry, as the container runtime completes it. */
export const FULL_NAME =
  "(i.matches('^(localhost|[^/]*[.:][^/]*)/') ? i : (i.contains('/') ? 'docker.io/' + i : 'docker.io/library/' + i))";

/**
 * Beginnings of images that lie in one of these registries or folders. Of a host alone no port follows: that would be another
 * server.
 */
export function beginnings(places: readonly string[]): readonly string[] {
  return places.flatMap((place) => (place.includes('/') ? [`${place}/`, `${place}:`, `${place}@`] : [`${place}/`]));
}
