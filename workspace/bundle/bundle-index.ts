import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageMirror } from '../../spec/images.ts';
import { digestOf } from '../digest.ts';
import { bundleError } from './bundle-error.ts';

/** File that lists everything in a bundle; it is written last, so that a bundle without it is not finished. */
export const BUNDLE_FILE = 'plinth.bundle.json';
/** Version of the file's form. */
const FORM = 1;

/** Bytes with their digest. */
export interface Blob {
  readonly digest: string;
  /** Unit: bytes. */
  readonly size: number;
}

/** A file of a bundle that is no blob of an image. */
export interface BundleEntry extends Blob {
  /** Path below the bundle. */
  readonly path: string;
}

/** A blob of images: a manifest, a configuration, a layer. */
export interface BundleBlob extends Blob {
  /** The older bundle has it, this one has not. @default - it is here */
  readonly older?: true;
}

/** An image, or another artifact of a registry, that a bundle carries. */
export interface BundleImage {
  /** Its name where it comes from. */
  readonly image: string;
  /** Its name in the closed network. */
  readonly name: string;
  /** Address of a model in another store, of which it was made. @default - it comes from a registry */
  readonly from?: string;
  /** `image`: pods run it; `model`: servers load it. */
  readonly kind: 'image' | 'model';
  /** Digest that the lock, or the name itself, asks for. */
  readonly digest: string;
  /** Manifest that is put under the name: the one of that digest, or a list of its parts for the wanted architectures. */
  readonly manifest: ManifestBlob;
  /** Manifests that it consists of, each before those that name it. */
  readonly parts: readonly ManifestBlob[];
  /** Configurations and layers of all of them. */
  readonly blobs: readonly string[];
  /** Signatures and other manifests about it, each with the tag that finds it where it has one. */
  readonly about: readonly AboutImage[];
  /** Who runs it. */
  readonly usedBy: readonly string[];
}

/** A manifest, and what kind of it. */
export interface ManifestBlob extends Blob {
  readonly mediaType: string;
}

/** A manifest about an image. */
export interface AboutImage extends ManifestBlob {
  /** Tag under which programs look for it. @default - it is found by its digest */
  readonly tag?: string;
  readonly blobs: readonly string[];
}

/** Everything in a bundle. */
export interface BundleIndex {
  readonly form: typeof FORM;
  /** Version of Plinth that made it. */
  readonly plinth: string;
  readonly platform: string;
  readonly environment: string;
  /** Architectures of which images are here. */
  readonly architectures: readonly string[];
  /** Digest of the older bundle's own list, which has what is not here. @default - everything is here */
  readonly since?: string;
  /** Layers of images are here; without them it is a list and cannot be loaded. */
  readonly layers: boolean;
  /** What was left out because somebody said so. */
  readonly leftOut: readonly string[];
  readonly mirrors: readonly ImageMirror[];
  readonly images: readonly BundleImage[];
  readonly blobs: readonly BundleBlob[];
  readonly files: readonly BundleEntry[];
  /** Pieces of files by volume. @default - it is not split */
  readonly volumes?: readonly Volume[];
}

/** One medium of a bundle that is split. */
export interface Volume {
  /** Folder below the bundle. */
  readonly folder: string;
  readonly pieces: readonly { readonly path: string; readonly from: number; readonly size: number }[];
}

/** Path of a blob below a bundle, as the OCI image layout has it. */
export function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/** Writes the list, in one step. @returns its digest, by which the bundle is known on the other side */
export async function writeBundleIndex(folder: string, index: Omit<BundleIndex, 'form'>): Promise<string> {
  const text = `${JSON.stringify({ form: FORM, ...index }, null, 1)}\n`;
  const fresh = join(folder, `.${BUNDLE_FILE}.new`);
  await writeFile(fresh, text);
  await rename(fresh, join(folder, BUNDLE_FILE));
  return digestOf(text);
}

/** A bundle's list, and its digest. */
export interface KnownBundle {
  readonly index: BundleIndex;
  readonly digest: string;
}

/**
 * Reads a bundle's list.
 *
 * @throws {PlatformError} `BUNDLE_UNFINISHED` where there is none, `BUNDLE_UNREADABLE` where it is something else.
 */
export async function readBundleIndex(folder: string): Promise<KnownBundle> {
  const file = join(folder, BUNDLE_FILE);
  const text = await readFile(file, 'utf8').catch(() => {
    throw bundleError('BUNDLE_UNFINISHED', file, {
      problem: 'it is not there: the folder is no bundle, or one whose making was cut',
      fix: 'run `plinth bundle` again, which goes on where it was cut, and copy the whole folder',
    });
  });
  try {
    const index = JSON.parse(text) as BundleIndex;
    if (index.form !== FORM) throw new Error(`its form is ${index.form}, this version of Plinth reads ${FORM}`);
    return { index, digest: digestOf(text) };
  } catch (error) {
    throw bundleError('BUNDLE_UNREADABLE', file, {
      problem: `it is not the list of a bundle: ${(error as Error).message}`,
      fix: 'copy the bundle again, or load it with the version of Plinth that lies in it',
    });
  }
}
