import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash, type KeyObject, sign } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineBinary } from '../../rehearsal/engines.ts';
import { chunkModel } from '../../workspace/edge/chunk-model.ts';
import { imagesManifest, readLayout } from '../../workspace/edge/image-layout.ts';

const MEBIBYTE = 1 << 20;

/** A model as the hub's config names it. */
export interface EdgeModel {
  readonly digest: string;
  readonly manifest: string;
  readonly signature?: { readonly signer: string; readonly bundle: string };
  readonly indexes: Readonly<Record<string, string>>;
}

/** How models are published. */
export interface Publishing {
  /** @default - the key that sites trust */
  readonly key?: KeyObject;
  /** @default - `trusted` */
  readonly signer?: string;
  /** Bytes that the chunks make; the manifest goes by the content. @default - the content */
  readonly chunksOf?: Buffer;
  /** @default true */
  readonly signed?: boolean;
}

/** Where a model goes, and who signs it. */
interface Place extends Publishing {
  readonly home: string;
  readonly objects: string;
  readonly key: KeyObject;
}

/** Chunks the images of a folder into a store, and signs their manifest: the product's own way, with the world's key. */
export async function publishedImages(
  folder: string,
  { key, objects }: Pick<Place, 'key' | 'objects'>,
): Promise<EdgeModel> {
  const { files } = await readLayout(folder);
  const manifest = Buffer.from(await imagesManifest(folder));
  return {
    digest: `sha256:${sha256(manifest)}`,
    manifest: manifest.toString('base64'),
    signature: { signer: 'trusted', bundle: bundle(manifest, key) },
    indexes: await chunkModel(folder, files, objects, engineBinary('desync')),
  };
}

/** Chunks a model of one file into a store, and signs its manifest. */
export function publishedModel(
  content: Buffer,
  { chunksOf = content, home, key, objects, signed = true, signer = 'trusted' }: Place,
): EdgeModel {
  const index = chunked(chunksOf, home, objects);
  const layer = {
    mediaType: 'application/octet-stream',
    digest: `sha256:${sha256(content)}`,
    size: content.length,
    annotations: { 'org.opencontainers.image.title': 'model.bin' },
  };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, layers: [layer] }));
  return {
    digest: `sha256:${sha256(manifest)}`,
    manifest: manifest.toString('base64'),
    ...(signed && { signature: { signer, bundle: bundle(manifest, key) } }),
    indexes: { 'model.bin': `sha256:${index}` },
  };
}

/** Puts the chunks of a file and its index into a store. @returns the name of the index */
function chunked(content: Buffer, home: string, objects: string): string {
  const work = mkdtempSync(join(home, 'publish-'));
  const [file, list] = [join(work, 'model.bin'), join(work, 'index.caibx')];
  writeFileSync(file, content);
  execFileSync(engineBinary('desync'), ['make', '-s', join(objects, 'chunks'), list, file], {
    env: { ...process.env, HOME: work },
    stdio: 'ignore',
  });
  const index = sha256(readFileSync(list));
  renameSync(list, join(objects, 'index', `${index}.caibx`));
  rmSync(work, { recursive: true });
  return index;
}

/** Changes one byte of each chunk, and keeps the whole ones in a folder; the result mends them. */
export function corruptedChunks(folder: string, copy: string): () => void {
  cpSync(folder, copy, { recursive: true });
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((one) => one.endsWith('.cacnk'))) {
    const bytes = readFileSync(join(folder, name));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0x10;
    writeFileSync(join(folder, name), bytes);
  }
  return () => cpSync(copy, folder, { recursive: true });
}

/** Bytes of a size that are the same for the same seed, and do not compress. */
export function seededBytes(seed: string, mebibytes: number): Buffer {
  const key = createHash('sha256').update(seed).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(Math.ceil(mebibytes * MEBIBYTE)));
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** What `cosign sign-blob --bundle` writes for a file, without a log. */
function bundle(manifest: Buffer, key: KeyObject): string {
  const text = JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { publicKey: { hint: 'key' }, tlogEntries: [] },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: createHash('sha256').update(manifest).digest('base64') },
      signature: sign('sha256', manifest, key).toString('base64'),
    },
  });
  return Buffer.from(text).toString('base64');
}
