import type { LinuxArchitecture } from '../../rehearsal/engines.ts';
import { imageName } from '../../spec/image-name.ts';
import type { BlobStore } from '../bundle/blob-store.ts';
import { bundleError } from '../bundle/bundle-error.ts';
import type { Blob } from '../bundle/bundle-index.ts';
import type { RegistryClient } from '../bundle/registry-client.ts';

/** A blob as a manifest names it. */
export interface Descriptor extends Blob {
  readonly mediaType: string;
  readonly platform?: { readonly os?: string; readonly architecture?: string };
}

/** Settings of an image, as far as what stands on it keeps them. */
export interface ImageSettings {
  readonly config?: { readonly Env?: readonly string[] };
  readonly rootfs: { readonly diff_ids: readonly string[] };
}

/** An image that another stands on. */
export interface BaseImage {
  /** Digest by which it was had. */
  readonly digest: string;
  readonly layers: readonly Descriptor[];
  readonly settings: ImageSettings;
}

/**
 * Fetches the image that another is to stand on, for one processor.
 *
 * @throws {PlatformError} `BUNDLE_IMAGE_MISSING`, `BUNDLE_ARCHITECTURE_MISSING`, or what the registry says.
 */
export async function baseImage(
  image: string,
  architecture: LinuxArchitecture,
  { registry, store }: { readonly registry: RegistryClient; readonly store: BlobStore },
): Promise<BaseImage> {
  const { digest: pinned, repository, tag = 'latest' } = imageName(image);
  const read = async (reference: string) => {
    const found = await registry.manifest(repository, reference);
    if (found !== undefined) return { ...found, content: JSON.parse(found.bytes.toString('utf8')) as Manifest };
    throw bundleError('BUNDLE_IMAGE_MISSING', image, {
      problem: `${registry.host} does not have ${repository} ${reference}`,
      fix: 'name an image with Node on its path by --base, from a registry that can be reached from here',
    });
  };
  const top = await read(pinned ?? tag);
  const part = partFor(image, architecture, top.content);
  const { content } = part === undefined ? top : await read(part.digest);
  const { config, layers = [] } = content;
  if (config === undefined) throw new Error(`bug: ${image} has no settings`);
  for (const blob of [config, ...layers])
    if (!(await store.has(blob))) await store.fetch(blob, (from) => registry.blob(repository, blob.digest, from));
  const settings = JSON.parse((await store.read(config)).toString('utf8')) as ImageSettings;
  return { digest: top.digest, layers, settings };
}

interface Manifest {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}

function partFor(image: string, architecture: LinuxArchitecture, { manifests }: Manifest): Descriptor | undefined {
  if (manifests === undefined) return undefined;
  const part = manifests.find(({ platform }) => platform?.os === 'linux' && platform.architecture === architecture);
  if (part !== undefined) return part;
  const has = manifests.flatMap(({ platform }) => platform?.architecture ?? []);
  throw bundleError('BUNDLE_ARCHITECTURE_MISSING', image, {
    problem: `it has ${[...new Set(has)].join(', ') || 'no architecture at all'}, and ${architecture} is asked for`,
    fix: 'name another image by --base, or ask for fewer architectures by --arch',
  });
}
