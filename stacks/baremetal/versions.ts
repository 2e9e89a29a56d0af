import { components } from '../../catalog/index.ts';
import type { PlatformSpec } from '../../spec/platform.ts';

/** Version of a component: the spec's, or the catalogue's. */
export function versionOf(
  { components: chosen }: PlatformSpec,
  name: 'talos' | 'cilium' | 'cilium-cli' | 'rook',
): string {
  return chosen[name]?.version ?? components[name].version;
}

/** Version of Kubernetes: of the spec's minor the patch that the catalogue knows, or the first. */
export function kubernetesVersion({ target }: PlatformSpec): string {
  const known = components.kubernetes.version;
  return known.startsWith(`${target.kubernetes}.`) ? known : `${target.kubernetes}.0`;
}

/** Image of a program; with the spec's version for a tag, where it names one. */
export function imageOf({ components: chosen }: PlatformSpec, name: 'cilium-cli' | 'kubectl'): string {
  const [image] = components[name].images;
  const version = chosen[name]?.version;
  return version === undefined ? image : image.replace(/:.*$/, `:v${version}`);
}

/** Image of Ceph. */
export function cephImage(): string {
  return components.rook.images[0];
}
