import { type Finding, PlatformError } from '../../spec/finding.ts';
import { mirroredImage } from '../../spec/image-mirrors.ts';
import { imageName } from '../../spec/image-name.ts';
import { EVERY_SOURCE } from '../../spec/images.ts';
import type { BlobStore } from './blob-store.ts';
import type { BundleBlob, KnownBundle } from './bundle-index.ts';
import { bytesInWords } from './bytes-in-words.ts';
import { type FetchedImage, type FetchImage, fetchImage, type WantedImage } from './fetch-image.ts';
import { inTurn } from './in-turn.ts';
import { fetchModel } from './models/fetch-model.ts';
import type { ModelAccess } from './models/model-files.ts';
import type { CarriedModel } from './models/wanted-models.ts';
import type { RegistryClients } from './registry-clients.ts';

/** Where images are had, and where they are put. */
export interface FetchImagesOptions {
  readonly clients: RegistryClients;
  /** Models of other stores, by the name of their artefact. */
  readonly models: ReadonlyMap<string, CarriedModel>;
  /** How those stores are reached. */
  readonly modelAccess: ModelAccess;
  readonly store: BlobStore;
  /** Registry, and a folder in it, that is asked instead of those of images. @default - each image’s own */
  readonly from?: string;
  /** Told before each step. @default - nobody is told */
  readonly onStep?: (step: string) => void;
}

/** Manifests of all images, a few at a time; everything that is missing is told at once. */
export async function fetchManifests(
  images: readonly WantedImage[],
  {
    architectures,
    clients,
    from,
    modelAccess,
    models,
    onStep,
    signatures,
    store,
  }: FetchImagesOptions & Pick<FetchImage, 'architectures' | 'signatures'>,
): Promise<readonly FetchedImage[]> {
  const findings: Finding[] = [];
  const fetched = (image: WantedImage): Promise<FetchedImage> => {
    const model = models.get(image.image);
    if (model !== undefined) return fetchModel(image, model, { access: modelAccess, store });
    const { host, repository } = sourceOf(image.image, from);
    return fetchImage(image, { registry: clients.of(host), repository, store, architectures, signatures });
  };
  const found = await inTurn(images, async (image) => {
    onStep?.(`manifests: ${image.image}`);
    return fetched(image).catch((error: unknown) => {
      if (!(error instanceof PlatformError)) throw error;
      findings.push(...error.findings);
      return undefined;
    });
  });
  if (findings.length > 0) throw new PlatformError(findings);
  return found.filter((each) => each !== undefined);
}

/** Fetches what is not there yet: each blob once, wherever it is used. */
export async function fetchLayers(
  images: readonly FetchedImage[],
  {
    clients,
    from: through,
    layers,
    older,
    onStep,
    store,
  }: FetchImagesOptions & { readonly layers: boolean; readonly older: KnownBundle | undefined },
) {
  const there = new Set(older?.index.blobs.map(({ digest }) => digest));
  const all = new Map(
    images.flatMap(({ blobs, image, source }) =>
      blobs.map((blob) => [blob.digest, { ...blob, image: image.image, source: source?.(blob.digest) }] as const),
    ),
  );
  let fetched = 0;
  const todo = [...all.values()].filter(({ digest, layer }) => !there.has(digest) && (layers || !layer));
  const total = todo.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  await inTurn(todo, async ({ image, source, ...blob }) => {
    const { host, repository } = sourceOf(image, through);
    if (!(await store.has(blob)))
      await store.fetch(blob, source ?? ((from) => clients.of(host).blob(repository, blob.digest, from)), (bytes) => {
        fetched += bytes;
      });
    done += blob.size;
    onStep?.(`layers: ${bytesInWords(done)} of ${bytesInWords(total)}, ${image}`);
  });
  const listed = [...all.values()].filter(({ layer }) => layers || !layer);
  return {
    fetched,
    blobs: listed.map(
      ({ digest, size }): BundleBlob => ({ digest, size, ...(there.has(digest) ? { older: true } : {}) }),
    ),
  };
}

/** Where an image is had: from its own registry, or from the one that stands for all. */
function sourceOf(image: string, from: string | undefined) {
  return imageName(from === undefined ? image : mirroredImage(image, [{ source: EVERY_SOURCE, mirror: from }]));
}
