import { chmod, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { create } from 'tar';
import type { BlobStore } from '../bundle/blob-store.ts';
import type { Blob } from '../bundle/bundle-index.ts';
import { digestOf } from '../digest.ts';

/** One layer of an image. */
export interface ImageLayer extends Blob {
  readonly mediaType: string;
  /** Digest of the layer before it was compressed: what the image's settings name. */
  readonly diffId: string;
}

/** Packs a folder as the layer of an image. The same files give the same bytes: order, times and owners are not those of this machine. */
export async function imageLayer(folder: string, store: BlobStore): Promise<ImageLayer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  // Folders have the rights that this shell gives new ones; the user of the image must get through.
  for (const each of entries) if (each.isDirectory()) await chmod(join(each.parentPath, each.name), 0o755);
  const paths = entries.map(({ name, parentPath }) => relative(folder, join(parentPath, name))).sort();
  const archive = join(folder, '..', 'layer.tar');
  await create({ cwd: folder, file: archive, portable: true, mtime: new Date(0), noDirRecurse: true }, paths);
  const bytes = await readFile(archive);
  const blob = await store.put(await promisify(gzip)(bytes));
  return { ...blob, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', diffId: digestOf(bytes) };
}
