import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '../digest.ts';
import type { BundleEntry, BundleImage } from './bundle-index.ts';

/** Files at the top of a bundle beside its list. */
const TOP_FILES = ['oci-layout', 'index.json', 'zarf.yaml', 'hauler.yaml'];

/** An image at the top of a layout, with its name where it has one already. */
export type LayoutImage = Pick<BundleImage, 'manifest'> & Partial<Pick<BundleImage, 'name'>>;

/** Writes the two files that make the folder an OCI image layout, which other tools read as well. */
export async function writeLayout(folder: string, images: readonly LayoutImage[]): Promise<void> {
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}\n');
  const manifests = images.map(({ manifest: { digest, mediaType, size }, name }) => ({
    ...{ mediaType, digest, size },
    ...(name === undefined
      ? {}
      : { annotations: { 'org.opencontainers.image.ref.name': name, 'io.containerd.image.name': name } }),
  }));
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const text = JSON.stringify({ schemaVersion: 2, mediaType, manifests }, null, 1);
  await writeFile(join(folder, 'index.json'), `${text}\n`);
}

/** Files of the layout, and of other tools, with digest and size. */
export async function topFiles(folder: string): Promise<readonly BundleEntry[]> {
  const found = await Promise.all(TOP_FILES.map((path) => entryOf(folder, path)));
  return found.flat();
}

async function entryOf(folder: string, path: string): Promise<BundleEntry[]> {
  const bytes = await readFile(join(folder, path)).catch(() => undefined);
  return bytes === undefined ? [] : [{ path, digest: digestOf(bytes), size: bytes.length }];
}
