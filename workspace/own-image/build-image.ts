import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LinuxArchitecture } from '../../rehearsal/engines.ts';
import { imageName } from '../../spec/image-name.ts';
import { BlobStore } from '../bundle/blob-store.ts';
import { writeLayout } from '../bundle/bundle-layout.ts';
import type { RegistryClients } from '../bundle/registry-clients.ts';
import { plinthVersion } from '../plinth-version.ts';
import { type BaseImage, baseImage, type Descriptor } from './base-image.ts';
import { imageLayer } from './image-layer.ts';
import type { ImageRecipe } from './image-recipe.ts';

/** Kind of an image for one processor. */
export const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
/** Kind of the list of an image's processors. */
export const INDEX = 'application/vnd.oci.image.index.v1+json';

/** User of every image of Plinth's: nobody who could own a file of the machine. */
const USER = '65532:65532';

/** How an image is built. */
export interface BuildImageOptions {
  /** Folder for its OCI layout. */
  readonly out: string;
  readonly architectures: readonly LinuxArchitecture[];
  /** Registries that its base is fetched from. */
  readonly registries: RegistryClients;
  /** Told what is done. @default - silent */
  readonly onStep?: (step: string) => void;
}

/** An image in its layout. */
export interface BuiltImage {
  /** The list of its processors: what the image is named by. */
  readonly index: Descriptor;
  /** The image for each processor. */
  readonly manifests: readonly Descriptor[];
  /** Everything that those name. */
  readonly blobs: readonly Descriptor[];
}

/**
 * Builds an image without a daemon, as an OCI layout. The same sources give the same digest.
 *
 * @throws {PlatformError} what the recipe or the registry of its base says
 */
export async function buildImage(recipe: ImageRecipe, options: BuildImageOptions): Promise<BuiltImage> {
  const store = new BlobStore(options.out);
  await mkdir(options.out, { recursive: true });
  const blobs: Descriptor[] = [];
  const manifests: Descriptor[] = [];
  for (const architecture of options.architectures) {
    options.onStep?.(`building for ${architecture}`);
    const part = await partOf(recipe, architecture, { ...options, store });
    blobs.push(...part.blobs);
    manifests.push({ ...part.manifest, platform: { os: 'linux', architecture } });
  }
  const index = await putJson(store, INDEX, { schemaVersion: 2, mediaType: INDEX, manifests });
  await writeLayout(options.out, [{ manifest: index }]);
  return { index, manifests, blobs };
}

type Place = Pick<BuildImageOptions, 'registries'> & { readonly store: BlobStore };

/** The image for one processor. */
async function partOf(recipe: ImageRecipe, architecture: LinuxArchitecture, { registries, store }: Place) {
  const { base: below } = recipe;
  const registry = below === undefined ? undefined : registries.of(imageName(below).host);
  const base =
    below === undefined || registry === undefined
      ? undefined
      : await baseImage(below, architecture, { registry, store });
  const { diffId, ...layer } = await layerOf(recipe, architecture, store);
  const settings = settingsOf(recipe, architecture, { base, diffId });
  const config = await putJson(store, 'application/vnd.oci.image.config.v1+json', settings);
  const layers = [...(base?.layers ?? []), layer];
  const annotations = annotationsOf(recipe, base);
  const content = { schemaVersion: 2, mediaType: MANIFEST, config, layers, annotations };
  return { manifest: await putJson(store, MANIFEST, content), blobs: [config, ...layers] };
}

async function layerOf(recipe: ImageRecipe, architecture: LinuxArchitecture, store: BlobStore) {
  const work = await mkdtemp(join(tmpdir(), 'plinth-image-'));
  try {
    const folder = join(work, 'root');
    await mkdir(folder);
    await recipe.fill(folder, architecture);
    return await imageLayer(folder, store);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function settingsOf(
  { entrypoint, path }: ImageRecipe,
  architecture: LinuxArchitecture,
  { base, diffId }: { readonly base: BaseImage | undefined; readonly diffId: string },
) {
  const inherited = (base?.settings.config?.Env ?? []).filter((each) => !each.startsWith('PATH='));
  return {
    architecture,
    os: 'linux',
    created: new Date(0).toISOString(),
    config: { User: USER, Env: [...inherited, `PATH=${path}`], Entrypoint: entrypoint, WorkingDir: '/' },
    rootfs: { type: 'layers', diff_ids: [...(base?.settings.rootfs.diff_ids ?? []), diffId] },
  };
}

function annotationsOf({ base: below, purpose }: ImageRecipe, base: BaseImage | undefined) {
  const prefix = 'org.opencontainers.image';
  return {
    [`${prefix}.title`]: purpose,
    [`${prefix}.version`]: plinthVersion(),
    ...(base === undefined ? {} : { [`${prefix}.base.name`]: below, [`${prefix}.base.digest`]: base.digest }),
  };
}

async function putJson(store: BlobStore, mediaType: string, content: object): Promise<Descriptor> {
  return { ...(await store.put(Buffer.from(JSON.stringify(content)))), mediaType };
}
