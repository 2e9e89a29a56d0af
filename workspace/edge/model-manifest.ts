import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import type { EdgeCargoKind } from '../../spec/edge-cargo.ts';
import { canonicalJson } from '../../spec/release-digest.ts';
import { digestOf } from '../digest.ts';
import { edgeError } from './edge-paths.ts';

const TITLE = 'org.opencontainers.image.title';
const OCI = 'application/vnd.oci.image.manifest.v1+json';
/** A path below the model's folder: no way out of it, nothing hidden from a reader. */
const PATH = /^(?!\/)(?!.*(^|\/)\.{1,2}(\/|$))(?!.*\/\/)(?!.*\/$)[^\\\p{Cc}]{1,500}$/u;

/** What a manifest says that it is of, as the agent at a site reads it. */
export const ARTIFACT = {
  model: 'application/vnd.plinth.edge.model.v1',
  images: 'application/vnd.plinth.edge.images.v1',
} as const;

/** A file of a model. */
export interface ModelFile {
  /** Path below the model's folder. */
  readonly path: string;
  /** Digest of its bytes. */
  readonly digest: string;
  /** Its size. Unit: bytes. */
  readonly size: number;
}

const layer = z.looseObject({
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z.int().min(0),
  annotations: z.looseObject({ [TITLE]: z.string().regex(PATH) }),
});
const form = z.looseObject({
  schemaVersion: z.literal(2),
  artifactType: z.string().optional(),
  layers: z.array(layer).min(1).max(10_000),
});

/**
 * Manifest of the files of a folder, in the form of OCI: what is signed. The same files give the same bytes.
 *
 * @throws {PlatformError} `EDGE_MODEL_FOLDER` if it has no files, or some that cannot be sent.
 */
export async function folderManifest(folder: string): Promise<string> {
  return manifestText('model', await filesIn(folder));
}

/** Manifest of some files. Pure. */
export function manifestText(kind: EdgeCargoKind, files: readonly ModelFile[]): string {
  const empty = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('{}'), size: 2, data: 'e30=' };
  return canonicalJson({
    schemaVersion: 2,
    mediaType: OCI,
    artifactType: ARTIFACT[kind],
    config: empty,
    layers: files.map(({ digest, path, size }) => ({
      mediaType: 'application/octet-stream',
      digest,
      size,
      annotations: { [TITLE]: path },
    })),
  });
}

/**
 * The files that a manifest names.
 *
 * @param kind - what it must be of; a model need not say so. @default model
 * @throws {PlatformError} `EDGE_MANIFEST_INVALID` if it is none of a model whose files stand in it one by one.
 */
export function manifestFiles(text: string, kind: EdgeCargoKind = 'model'): readonly ModelFile[] {
  const read = form.safeParse(json(text));
  if (!read.success)
    throw invalidManifest(`${read.error.issues[0]?.path.join('.') || 'it'}: ${read.error.issues[0]?.message}`);
  const images = read.data.artifactType === ARTIFACT.images;
  if (images !== (kind === 'images'))
    throw invalidManifest(images ? 'it is of images, not of a model' : 'it is of a model, not of images');
  const files = read.data.layers.map(({ annotations, digest, size }) => ({ path: annotations[TITLE], digest, size }));
  const twice = files.find(({ path }, index) => files.findIndex((other) => other.path === path) !== index);
  if (twice !== undefined) throw invalidManifest(`${twice.path} stands in it twice`);
  return files;
}

/** Compares a folder with a manifest. @throws {PlatformError} `EDGE_MODEL_DIFFERS` with the first file that is not as it says. */
export async function checkFolder(folder: string, wanted: readonly ModelFile[]): Promise<void> {
  for (const { digest, path, size } of wanted) {
    const file = join(folder, path);
    const found = await stat(file).catch(() => undefined);
    const real = found?.isFile() === true && found.size === size ? await digestOfFile(file) : undefined;
    if (real === digest) continue;
    throw edgeError('EDGE_MODEL_DIFFERS', file, {
      problem:
        found === undefined
          ? 'the manifest names it, and it is not there'
          : `it is not the file that was signed, ${digest}`,
      fix: 'name the folder that the manifest was made from, or sign the model anew',
    });
  }
}

async function filesIn(folder: string): Promise<readonly ModelFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  const wrong = paths.find((path) => !PATH.test(path));
  if (paths.length === 0 || wrong !== undefined)
    throw edgeError('EDGE_MODEL_FOLDER', folder, {
      problem: wrong === undefined ? 'it holds no files' : `the name of ${JSON.stringify(wrong)} cannot be sent`,
      fix: 'name the folder with the files of the model',
    });
  const files: ModelFile[] = [];
  for (const path of paths) files.push(await modelFile(folder, path));
  return files;
}

/** A file as its manifest names it. */
export async function modelFile(folder: string, path: string): Promise<ModelFile> {
  const file = join(folder, path);
  return { path, digest: await digestOfFile(file), size: (await stat(file)).size };
}

/** Digest of a file, read piece by piece: models do not fit into memory. */
export async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return `sha256:${hash.digest('hex')}`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidManifest('it is not JSON');
  }
}

function invalidManifest(problem: string) {
  return edgeError('EDGE_MANIFEST_INVALID', '(manifest)', {
    problem,
    fix: 'give an OCI manifest whose layers are the files themselves, each with its path as title, as `plinth edge manifest DIR` writes it',
  });
}
