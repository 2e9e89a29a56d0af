import { type Lock, type Manifest, podImages } from '../constructs/core/index.ts';
import type { Platform } from '../constructs/platform.ts';

/** One image that the platform runs. */
export interface PlatformImage {
  /** Reference as the manifests write it. */
  readonly image: string;
  /** Digest from the lock. @default - unknown; never invented */
  readonly digest?: string;
  /** Name under a mirror: the original host becomes the first folder. @default - no mirror was asked for */
  readonly mirror?: string;
  /** Who runs it: components or rooms. */
  readonly usedBy: readonly string[];
  /** `rendered`: read from the objects; `catalogue`: the catalogue's word for it, of a chart without a lock or an operator that starts it. */
  readonly known: 'rendered' | 'catalogue';
}

/**
 * Every image of a platform, sorted by name.
 *
 * @param mirror - registry (and folder) that images are copied to. @default - no mirror names
 */
export function imageList(
  platform: Platform,
  manifests: readonly Manifest[],
  lock: Lock | undefined,
  mirror?: string,
): PlatformImage[] {
  const found = new Map<string, { usedBy: Set<string>; known: PlatformImage['known'] }>();
  const add = (image: string, by: string, known: PlatformImage['known']) => {
    const entry = found.get(image) ?? { usedBy: new Set<string>(), known };
    entry.usedBy.add(by);
    found.set(image, entry);
  };
  for (const { object, room } of manifests) for (const image of podImages(object)) add(image, room, 'rendered');
  for (const { component, locked, version } of platform.addOns) {
    // Operators start images that no object names; the catalogue lists them for its own version.
    const listed = locked === undefined || version === component.version ? component.images : [];
    for (const image of listed.filter((each) => !found.has(each))) add(image, component.name, 'catalogue');
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([image, { known, usedBy }]) => ({
      image,
      digest: lock?.images[image],
      ...(mirror === undefined ? {} : { mirror: mirrorName(image, mirror) }),
      usedBy: [...usedBy].sort(),
      known,
    }));
}

/** Name of an image under a mirror: `docker.io/library/busybox:1` becomes `MIRROR/docker.io/library/busybox:1`. */
export function mirrorName(image: string, mirror: string): string {
  const [first = '', ...rest] = image.split('/');
  const hosted = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  const full = hosted ? image : `docker.io/${rest.length === 0 ? 'library/' : ''}${image}`;
  return `${mirror.replace(/\/$/, '')}/${full}`;
}
