import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { edgeError } from './edge-paths.ts';
import { digestOfFile, type ModelFile, manifestText, modelFile } from './model-manifest.ts';

/** Largest manifest that registries keep. Unit: bytes. */
const LARGEST_MANIFEST = 4_194_304;

/** An image of a layout. */
export interface LayoutImage {
  /** Digest by which it is pulled. */
  readonly digest: string;
  /** Architectures that it has. */
  readonly architectures: readonly string[];
}

/** A folder with images in the form of OCI, every blob of which is there and is what its name says. */
export interface ImageLayout {
  /** Its images, in the order of its index. */
  readonly images: readonly LayoutImage[];
  /** Files that the images need, and no others. */
  readonly files: readonly ModelFile[];
}

const descriptor = z.looseObject({
  mediaType: z.string().default(''),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected a digest of sha256'),
  size: z.int().min(0),
  platform: z.looseObject({ architecture: z.string() }).optional(),
});
/** What a list or an image names. */
export type Descriptor = z.output<typeof descriptor>;
const index = z.looseObject({ manifests: z.array(descriptor).min(1).max(1_000) });
const manifest = z.looseObject({ config: descriptor, layers: z.array(descriptor).max(1_000) });
const config = z.looseObject({ architecture: z.string().default('unknown') });
const mark = z.looseObject({
  imageLayoutVersion: z.string().startsWith('1.', 'expected a version that begins with 1'),
});

/**
 * Reads a folder with images: what `skopeo copy --all docker://… oci:DIR` and `crane pull --format=oci` write.
 *
 * @param takes - which images of a list are looked at: a list is pulled by its digest, and a machine takes its own of it only.
 * @default - all
 * @throws {PlatformError} `EDGE_IMAGES_LAYOUT` if it is none, if a blob is missing or is not what its name says.
 */
export async function readLayout(
  folder: string,
  takes: (image: Descriptor) => boolean = () => true,
): Promise<ImageLayout> {
  await read(mark, folder, 'oci-layout');
  const { manifests } = await read(index, folder, 'index.json');
  const files = new Map<string, ModelFile>();
  const images: LayoutImage[] = [];
  for (const each of manifests) {
    const architectures = await walk(folder, each, files, takes);
    images.push({ digest: each.digest, architectures: [...new Set(architectures)].sort() });
  }
  const blobs = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { images, files: [...blobs, await modelFile(folder, 'index.json'), await modelFile(folder, 'oci-layout')] };
}

/**
 * Manifest of the images of a folder: what is signed.
 *
 * @param architectures - those that sites have, of images that have more. @default - all
 * @throws {PlatformError} as `readLayout` does.
 */
export async function imagesManifest(folder: string, architectures?: readonly string[]): Promise<string> {
  const takes = ({ platform }: Descriptor) => architectures?.includes(platform?.architecture ?? '') ?? true;
  return manifestText('images', (await readLayout(folder, takes)).files);
}

/** Takes an image or an index, and everything below it, in. @returns the architectures of its images */
async function walk(
  folder: string,
  what: Descriptor,
  files: Map<string, ModelFile>,
  takes: (image: Descriptor) => boolean,
): Promise<readonly string[]> {
  await blob(folder, what, files);
  if (what.size > LARGEST_MANIFEST) throw wrong(folder, `${what.digest} is no manifest: it has ${what.size} bytes`);
  const text = await readFile(join(folder, blobPath(what)), 'utf8');
  const inner = index.safeParse(json(text));
  if (inner.success) {
    const found: string[] = [];
    for (const each of inner.data.manifests.filter(takes)) found.push(...(await walk(folder, each, files, takes)));
    return found;
  }
  const image = manifest.safeParse(json(text));
  if (!image.success) throw wrong(folder, `${what.digest} is neither an image nor a list of images`);
  for (const each of [image.data.config, ...image.data.layers]) await blob(folder, each, files);
  // What tells of an image, where from and of what parts, is of no architecture.
  if (what.platform !== undefined) return what.platform.architecture === 'unknown' ? [] : [what.platform.architecture];
  return [(await read(config, folder, blobPath(image.data.config))).architecture];
}

async function blob(folder: string, { digest, size }: Descriptor, files: Map<string, ModelFile>): Promise<void> {
  const path = blobPath({ digest });
  if (files.has(path)) return;
  const found = await stat(join(folder, path)).catch(() => undefined);
  if (found === undefined) throw wrong(folder, `${path} is missing`);
  const real = found.size === size ? await digestOfFile(join(folder, path)) : `${found.size} bytes`;
  if (real !== digest) throw wrong(folder, `${path} is not what its name says: ${real}`);
  files.set(path, { path, digest, size });
}

function blobPath({ digest }: Pick<Descriptor, 'digest'>): string {
  return `blobs/sha256/${digest.slice('sha256:'.length)}`;
}

async function read<S extends z.ZodType>(form: S, folder: string, path: string): Promise<z.output<S>> {
  const text = await readFile(join(folder, path), 'utf8').catch(() => undefined);
  if (text === undefined) throw wrong(folder, `${path} is missing`);
  const found = form.safeParse(json(text));
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw wrong(folder, `${path}: ${issue?.path.join('.') || 'its form'}: ${issue?.message ?? 'unknown'}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrong(folder: string, problem: string) {
  return edgeError('EDGE_IMAGES_LAYOUT', folder, {
    problem: `it is no folder of images in the form of OCI: ${problem}`,
    fix: 'write it anew: skopeo copy --all docker://IMAGE@DIGEST oci:DIR, or crane pull --format=oci IMAGE@DIGEST DIR',
  });
}
