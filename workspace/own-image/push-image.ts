import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { imageName } from '../../spec/image-name.ts';
import { blobPath } from '../bundle/bundle-index.ts';
import type { RegistryClients } from '../bundle/registry-clients.ts';
import type { Descriptor } from './base-image.ts';
import type { BuiltImage } from './build-image.ts';

/**
 * Puts an image from its layout into a registry; what is there already is not sent again.
 *
 * @param to - name with a tag
 * @throws {PlatformError} what the registry says
 */
export async function pushImage(
  folder: string,
  built: BuiltImage,
  to: string,
  registries: RegistryClients,
): Promise<void> {
  const { host, repository, tag = 'latest' } = imageName(to);
  const registry = registries.of(host);
  for (const blob of built.blobs)
    if (!(await registry.hasBlob(repository, blob.digest, blob.size)))
      await registry.putBlob(repository, blob, (from, end) => bytesOf(folder, blob, from, end));
  for (const each of built.manifests) await put(each.digest, each);
  await put(tag, built.index);

  async function put(reference: string, each: Descriptor): Promise<void> {
    const bytes = await bytesOf(folder, each, 0, each.size);
    await registry.putManifest(repository, reference, { bytes, mediaType: each.mediaType });
  }
}

async function bytesOf(folder: string, { digest }: Descriptor, from: number, end: number): Promise<Buffer> {
  const file = await open(join(folder, blobPath(digest)));
  try {
    const { buffer } = await file.read(Buffer.alloc(end - from), 0, end - from, from);
    return buffer;
  } finally {
    await file.close();
  }
}
