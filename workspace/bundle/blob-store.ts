import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digestOf } from '../digest.ts';
import { bundleError } from './bundle-error.ts';
import { type Blob, blobPath } from './bundle-index.ts';
import { RunningDigest } from './running-digest.ts';

/** Bytes of a blob from a place on, and where they really begin. */
export type BlobSource = (from: number) => Promise<{ readonly from: number; readonly body: AsyncIterable<Uint8Array> }>;

/** Most tries of a blob whose stream is cut. */
const TRIES = 5;

/** Blobs of a bundle that is being made, in an OCI image layout. Half a blob bears another name, and is gone on with. */
export class BlobStore {
  readonly #folder: string;

  public constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether a whole blob is there; its digest was checked when it came. */
  public async has({ digest, size }: Blob): Promise<boolean> {
    return (await sizeOf(join(this.#folder, blobPath(digest)))) === size;
  }

  /** Keeps bytes that are at hand. */
  public async put(bytes: Uint8Array): Promise<Blob> {
    const blob = { digest: digestOf(bytes), size: bytes.length };
    if (!(await this.has(blob))) {
      const path = join(this.#folder, blobPath(blob.digest));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
    }
    return blob;
  }

  /**
   * Fetches a blob, from where the last run was cut; a cut stream is gone on with.
   *
   * @param onBytes - told of each piece. Unit: bytes
   * @throws {PlatformError} `BUNDLE_DIGEST_DIFFERS` if the bytes are not the ones that were asked for; nothing of them is kept.
   */
  public async fetch(blob: Blob, source: BlobSource, onBytes: (bytes: number) => void = () => {}): Promise<void> {
    const path = join(this.#folder, blobPath(blob.digest));
    const part = `${path}.part`;
    await mkdir(dirname(path), { recursive: true });
    for (let attempt = 1; ((await sizeOf(part)) ?? -1) < blob.size; attempt += 1) {
      const cut = await this.#goOn(part, source, onBytes);
      if (cut !== undefined && attempt >= TRIES) throw cut;
      if (cut === undefined) break;
    }
    const found = await digestOfFile(part);
    if (found.digest !== blob.digest || found.size !== blob.size) {
      await rm(part);
      throw bundleError('BUNDLE_DIGEST_DIFFERS', blob.digest, {
        problem: `what came has ${found.size} bytes with the digest ${found.digest}, not ${blob.size} bytes`,
        fix: 'nothing of it was kept; run it again, and if it stays so do not trust the registry or what lies between',
      });
    }
    await rename(part, path);
  }

  /** Takes away every blob but these: those of images that the platform does not run any more, and halves of them. */
  public async keepOnly(digests: readonly string[]): Promise<void> {
    const folder = join(this.#folder, 'blobs/sha256');
    const kept = new Set(digests.map((digest) => digest.replace('sha256:', '')));
    const found = await readdir(folder).catch(() => []);
    await Promise.all(found.filter((name) => !kept.has(name)).map((name) => rm(join(folder, name))));
  }

  async #goOn(part: string, source: BlobSource, onBytes: (bytes: number) => void): Promise<Error | undefined> {
    const has = (await sizeOf(part)) ?? 0;
    const { body, from } = await source(has);
    if (from < has) await truncate(part, from);
    const file = await open(part, 'a');
    try {
      for await (const bytes of body) {
        await file.appendFile(bytes);
        onBytes(bytes.length);
      }
      return undefined;
    } catch (error) {
      return error as Error;
    } finally {
      await file.close();
    }
  }
}

/** Digest and size of a file, read once. */
export async function digestOfFile(path: string): Promise<Blob> {
  const running = new RunningDigest();
  for await (const bytes of createReadStream(path, { highWaterMark: 1_048_576 })) running.add(bytes as Uint8Array);
  return { size: running.size, digest: running.end() };
}

function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}
