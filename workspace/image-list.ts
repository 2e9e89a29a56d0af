import {
  type KubernetesObject,
  type Lock,
  type Manifest,
  type NamedImage,
  namedImages,
} from '../constructs/core/index.ts';
import type { Platform } from '../constructs/platform.ts';
import { mirroredImage, originalImage } from '../spec/image-mirrors.ts';
import { fullImageName } from '../spec/image-name.ts';
import { type ImageMirror, mirrorsOf } from '../spec/images.ts';
import type { PlatformSpec } from '../spec/platform.ts';

/** One image that the platform runs. */
export interface PlatformImage {
  /** Reference as the manifests write it, before it is renamed for a mirror. */
  readonly image: string;
  /** Digest from the lock. @default - unknown; never invented */
  readonly digest?: string;
  /** Name under the map of mirrors. @default - no rule fits, or there is no map */
  readonly mirror?: string;
  /** Who runs it: components or rooms; `images.also` for what the spec adds. */
  readonly usedBy: readonly string[];
  /** `rendered`: read from the objects; `catalogue`: the catalogue's word for it, of a chart without a lock or an operator that starts it; `spec`: the spec adds it. */
  readonly known: 'rendered' | 'catalogue' | 'spec';
}

/** What the spec says about images. */
export interface ListedImages {
  /** Rules of the map that the manifests were rendered with. @default - none */
  readonly mirrors?: readonly ImageMirror[];
  /** Images that no object names. @default - none */
  readonly also?: readonly string[];
  /** Rules that names are shown under. @default - those of the manifests */
  readonly under?: readonly ImageMirror[];
}

/** What a spec says about images. */
export function listedBy(spec: PlatformSpec): ListedImages {
  return { mirrors: mirrorsOf(spec), also: spec.images?.also ?? [] };
}

interface Entry {
  readonly image: string;
  readonly usedBy: Set<string>;
  readonly known: PlatformImage['known'];
}

/** Every image of a platform, sorted by name; a name without its registry and the same with it are one. */
export function imageList(
  platform: Platform,
  manifests: readonly Manifest[],
  lock: Lock | undefined,
  { also = [], mirrors = [], under = mirrors }: ListedImages = {},
): PlatformImage[] {
  const found = new Map<string, Entry>();
  const add = (written: string, by: string, known: PlatformImage['known']) => {
    const image = originalImage(written, mirrors);
    const entry = found.get(fullImageName(image)) ?? { image, usedBy: new Set<string>(), known };
    entry.usedBy.add(by);
    found.set(fullImageName(image), entry);
  };
  const named = manifests.flatMap(({ object, room }) => pulledImages(object).map((each) => ({ ...each, room })));
  // What a pod runs comes first: its way of writing a name is the one that is listed.
  for (const { image, room } of named.filter(({ by }) => by === 'container')) add(image, room, 'rendered');
  for (const { image, room } of named.filter(({ by }) => by === 'setting')) add(image, room, 'rendered');
  for (const { component, locked, version } of platform.addOns) {
    // Operators start images that no object names; the catalogue lists them for its own version.
    const listed = locked === undefined || version === component.version ? component.images : [];
    for (const image of listed.filter((each) => !found.has(each))) add(image, component.name, 'catalogue');
  }
  // Sites pull theirs for themselves: no object of the platform names them.
  for (const image of platform.edge?.images ?? []) add(image, 'edge', 'rendered');
  for (const image of also) add(image, 'images.also', 'spec');
  return [...found.values()].map((entry) => listed(entry, lock, under)).sort((a, b) => (a.image < b.image ? -1 : 1));
}

/** Groups whose kinds judge images and pull none. */
const JUDGES = ['admissionregistration.k8s.io/', 'policies.kyverno.io/', 'kyverno.io/'];

/** Kinds that name none, of which a platform has thousands. */
const WITHOUT_IMAGES: ReadonlySet<string> = new Set([
  ...['ClusterQueue', 'ClusterRole', 'ClusterRoleBinding', 'LimitRange', 'LocalQueue', 'Namespace', 'NetworkPolicy'],
  ...['ResourceQuota', 'Role', 'RoleBinding', 'Service', 'ServiceAccount'],
]);

/** What an object makes the cluster pull; a rule about images names some as well, and pulls none. */
export function pulledImages(object: KubernetesObject): readonly NamedImage[] {
  if (WITHOUT_IMAGES.has(object.kind) || JUDGES.some((group) => object.apiVersion.startsWith(group))) return [];
  return namedImages(object);
}

function listed(
  { image, known, usedBy }: Entry,
  lock: Lock | undefined,
  mirrors: readonly ImageMirror[],
): PlatformImage {
  const mirror = mirroredImage(image, mirrors);
  return {
    image,
    digest: digestIn(lock, image),
    ...(mirror === image ? {} : { mirror }),
    usedBy: [...usedBy].sort(),
    known,
  };
}

/** Digest of an image: its own, or the lock's; a lock may hold it with its registry or without. */
export function digestIn(lock: Lock | undefined, image: string): string | undefined {
  const pinned = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
  const full = fullImageName(image);
  const names = [image, full, full.replace(/^docker\.io\/(?:library\/)?/, '')];
  return pinned ?? names.map((name) => lock?.images[name]).find((digest) => digest !== undefined);
}
