import { imageName } from '../../spec/image-name.ts';
import { digestOf } from '../digest.ts';
import type { BlobSource, BlobStore } from './blob-store.ts';
import { bundleError } from './bundle-error.ts';
import type { AboutImage, Blob, BundleImage, ManifestBlob } from './bundle-index.ts';
import type { RegistryClient, RegistryManifest } from './registry-client.ts';

/** An image that a bundle is to carry. */
export type WantedImage = Pick<BundleImage, 'digest' | 'from' | 'image' | 'kind' | 'name' | 'usedBy'>;

/** How an image is had. */
export interface FetchImage {
  readonly registry: RegistryClient;
  /** Repository in that registry. */
  readonly repository: string;
  readonly store: BlobStore;
  /** Architectures that are wanted. */
  readonly architectures: readonly string[];
  /** Whether signatures and the like are looked for. */
  readonly signatures: boolean;
}

/** An image whose manifests are had, and the blobs that it needs. */
export interface FetchedImage {
  readonly image: BundleImage;
  readonly blobs: readonly (Blob & { readonly layer: boolean })[];
  /** Where a blob is had. @default - the registry of the image */
  readonly source?: (digest: string) => BlobSource;
}

interface Descriptor extends Blob {
  readonly mediaType: string;
  readonly platform?: { readonly architecture?: string; readonly os?: string };
}

interface Manifest {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}

type Found = RegistryManifest & { readonly content: Manifest };

const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

/**
 * Fetches the manifests of an image, by digest, and says which blobs it needs.
 *
 * A list of architectures is made shorter only where the image is named by a tag: a name with a digest must mean those very bytes.
 *
 * @throws {PlatformError} `BUNDLE_IMAGE_MISSING`, `BUNDLE_ARCHITECTURE_MISSING`, or what the registry says.
 */
export async function fetchImage(wanted: WantedImage, how: FetchImage): Promise<FetchedImage> {
  const { digest: pinned } = imageName(wanted.image);
  const top = await manifestOf(wanted, how, wanted.digest);
  const { manifests } = top.content;
  const chosen =
    manifests === undefined
      ? undefined
      : choose(wanted, manifests, pinned === undefined ? how.architectures : undefined);
  const parts: Found[] = [];
  for (const { digest } of chosen ?? []) parts.push(await manifestOf(wanted, how, digest));
  const head = chosen === undefined || chosen.length === manifests?.length ? top : shorter(top, chosen);
  const about = how.signatures ? await aboutImage(how, [top, ...parts]) : [];
  const all = [...parts, ...(chosen === undefined ? [top] : [])];
  for (const each of [...all, head]) await how.store.put(each.bytes);
  const own = all.flatMap(({ content }) => contentOf(content));
  return {
    image: {
      ...wanted,
      manifest: blobOf(head),
      parts: parts.map(blobOf),
      blobs: [...new Set(own.map(({ digest }) => digest))],
      about: about.map(({ found, tag }) => aboutOf(found, tag)),
    },
    blobs: [...own, ...about.flatMap(({ found }) => contentOf(found.content))],
  };
}

async function manifestOf(
  { image, usedBy }: WantedImage,
  { registry, repository }: FetchImage,
  digest: string,
): Promise<Found> {
  const found = await registry.manifest(repository, digest);
  if (found !== undefined) return read(found);
  throw bundleError('BUNDLE_IMAGE_MISSING', image, {
    problem: `${registry.host} does not have ${digest}, which ${usedBy.join(' and ')} needs`,
    fix: 'run `plinth lock` again if the tag stands for another by now; or push it where the spec says it is',
  });
}

/** Parts of a list for the wanted architectures; papers about parts (`unknown`) go along. */
function choose(
  { image }: WantedImage,
  manifests: readonly Descriptor[],
  wanted: readonly string[] | undefined,
): readonly Descriptor[] {
  if (wanted === undefined) return manifests;
  const found = new Set(manifests.map(({ platform }) => platform?.architecture ?? ''));
  const missing = wanted.filter((architecture) => !found.has(architecture));
  if (missing.length === wanted.length)
    throw bundleError('BUNDLE_ARCHITECTURE_MISSING', image, {
      problem: `it is there for ${[...found].filter((each) => each !== '' && each !== 'unknown').join(', ')}, not for ${missing.join(', ')}`,
      fix: 'name the architectures of your machines with --arch, or an image that is made for them',
    });
  return manifests.filter(
    ({ platform }) => platform?.os !== 'windows' && wanted.includes(platform?.architecture ?? ''),
  );
}

/** A list with fewer parts; its digest is another, and each part is still what the first list named. */
function shorter(top: Found, manifests: readonly Descriptor[]): RegistryManifest {
  const mediaType = top.mediaType === '' ? OCI_INDEX : top.mediaType;
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
  return read({ bytes, mediaType, digest: '' });
}

/** Signatures and other papers: under the tags that cosign uses, and in the list of what refers to a manifest. */
async function aboutImage({ registry, repository, store }: FetchImage, manifests: readonly Found[]) {
  const found: { readonly found: Found; readonly tag?: string }[] = [];
  for (const { digest } of manifests) {
    const base = digest.replace(':', '-');
    for (const tag of [`${base}.sig`, `${base}.att`, base]) {
      const manifest = await registry.manifest(repository, tag);
      if (manifest !== undefined) found.push({ found: read(manifest), tag });
    }
    for (const each of await registry.referrers(repository, digest)) {
      const manifest = await registry.manifest(repository, each);
      if (manifest !== undefined) found.unshift({ found: read(manifest) });
    }
  }
  for (const { found: each } of found) await store.put(each.bytes);
  return found;
}

function aboutOf(found: Found, tag: string | undefined): AboutImage {
  const blobs = contentOf(found.content).map(({ digest }) => digest);
  return { ...blobOf(found), blobs, ...(tag === undefined ? {} : { tag }) };
}

/** Configuration and layers; layers that may not be given on stay where their makers keep them. */
function contentOf({ config, layers = [] }: Manifest): (Blob & { readonly layer: boolean })[] {
  const carried = layers.filter(({ mediaType }) => !/foreign|nondistributable/.test(mediaType));
  return [
    ...(config === undefined ? [] : [{ digest: config.digest, size: config.size, layer: false }]),
    ...carried.map(({ digest, size }) => ({ digest, size, layer: true })),
  ];
}

function read(manifest: RegistryManifest): Found {
  const content = JSON.parse(manifest.bytes.toString('utf8')) as Manifest & { mediaType?: string };
  return { ...manifest, digest: digestOf(manifest.bytes), mediaType: content.mediaType ?? manifest.mediaType, content };
}

function blobOf({ bytes, digest, mediaType }: RegistryManifest): ManifestBlob {
  return { digest, size: bytes.length, mediaType };
}
