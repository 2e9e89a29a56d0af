import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An image that a test makes: one layer for each architecture. */
export interface TestImage {
  /** What its layers hold, by architecture. */
  readonly layers: Readonly<Record<string, Buffer | string>>;
}

const TYPE = 'application/vnd.oci.image';
const sha256 = (data: Buffer | string) => `sha256:${createHash('sha256').update(data).digest('hex')}`;

/**
 * Writes a folder with images in the form of OCI; of one architecture an image is its manifest, of several a list of them.
 *
 * @returns digest of each image, by which it is pulled
 */
export function writeImageLayout(folder: string, images: readonly TestImage[]): readonly string[] {
  const blobs = join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (mediaType: string, content: Buffer | string) => {
    const digest = sha256(content);
    writeFileSync(join(blobs, digest.slice('sha256:'.length)), content);
    return { mediaType, digest, size: Buffer.byteLength(content) };
  };
  const manifests = images.map(({ layers }) => {
    const each = Object.entries(layers).map(([architecture, layer]) => {
      const config = put(
        `${TYPE}.config.v1+json`,
        JSON.stringify({ architecture, os: 'linux', rootfs: { type: 'layers', diff_ids: [sha256(layer)] } }),
      );
      const layered = { config, layers: [put(`${TYPE}.layer.v1.tar`, layer)] };
      const mediaType = `${TYPE}.manifest.v1+json`;
      const manifest = put(mediaType, JSON.stringify({ schemaVersion: 2, mediaType, ...layered }));
      return { ...manifest, platform: { architecture, os: 'linux' } };
    });
    const [only] = each;
    if (each.length === 1 && only !== undefined)
      return { mediaType: only.mediaType, digest: only.digest, size: only.size };
    const mediaType = `${TYPE}.index.v1+json`;
    return put(mediaType, JSON.stringify({ schemaVersion: 2, mediaType, manifests: each }));
  });
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  return manifests.map(({ digest }) => digest);
}
