import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PlatformError } from '../../spec/finding.ts';
import { digestOf } from '../digest.ts';
import { bundleError } from './bundle-error.ts';
import { type Blob, blobPath } from './bundle-index.ts';
import { RunningDigest } from './running-digest.ts';

/** Bytes of a blob from a place on, and where they really begin. */
export type BlobSource = (from: number) => Promise<{ readonly from: number; readonly body: AsyncIterable<Uint8Array> }>;

/** Most tries of a blob, one after the other, that bring nothing of it. */
const TRIES = 5;

/** A blob whose digest is not known before it is there. */
export interface UnknownBlob {
  /** Tells it from others, at every run. */
  readonly name: string;
  /** Unit: bytes. */
  readonly size: number;
}

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

  /** A whole blob that is there, and is not large. */
  public read({ digest }: Blob): Promise<Buffer> {
    return readFile(join(this.#folder, blobPath(digest)));
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
    await this.#bring(part, blob, source, onBytes);
    const found = await digestOfFile(part);
    if (found.digest !== blob.digest || found.size !== blob.size) {
      await rm(part);
      throw bundleError('BUNDLE_DIGEST_DIFFERS', blob.digest, {
        problem: `what came has ${found.size} bytes with the digest ${found.digest}, not ${blob.size} bytes`,
        fix: 'nothing of it was kept; run it again, and if it stays so do not trust where it comes from, or what lies between',
      });
    }
    await rename(part, path);
  }

  /**
   * Fetches a blob whose digest is not known before, from where the last run was cut.
   *
   * @param check - looks at its bytes, in the file that it is given, before they are kept
   * @throws what `check` throws; nothing of it is kept then.
   */
  public async take(
    { name, size }: UnknownBlob,
    source: BlobSource,
    { check, onBytes = () => {} }: { check(file: string): Promise<void>; readonly onBytes?: (bytes: number) => void },
  ): Promise<Blob> {
    const part = join(this.#folder, `${blobPath(digestOf(name))}.new.part`);
    await this.#bring(part, { digest: name, size }, source, onBytes);
    await check(part).catch(async (error: unknown) => {
      await rm(part);
      throw error;
    });
    const found = await digestOfFile(part);
    await rename(part, join(this.#folder, blobPath(found.digest)));
    return found;
  }

  /** Takes away every blob but these: those of images that the platform does not run any more, and halves of them. */
  public async keepOnly(digests: readonly string[]): Promise<void> {
    const folder = join(this.#folder, 'blobs/sha256');
    const kept = new Set(digests.map((digest) => digest.replace('sha256:', '')));
    const found = await readdir(folder).catch(() => []);
    await Promise.all(found.filter((name) => !kept.has(name)).map((name) => rm(join(folder, name))));
  }

  /** Goes on with half a blob as long as that brings something. */
  async #bring(
    part: string,
    { digest, size }: Blob,
    source: BlobSource,
    onBytes: (bytes: number) => void,
  ): Promise<void> {
    await mkdir(dirname(part), { recursive: true });
    let before = (await sizeOf(part)) ?? -1;
    for (let idle = 0; before < size; ) {
      const cut = await this.#goOn(part, source, onBytes);
      if (cut === undefined) return;
      const has = (await sizeOf(part)) ?? 0;
      idle = has > before ? 0 : idle + 1;
      before = has;
      if (idle >= TRIES - 1)
        throw bundleError('BUNDLE_DOWNLOAD_CUT', digest, {
          problem: `it was cut at byte ${has} of ${size}, and ${TRIES} tries brought no more (${cut.message})`,
          fix: 'look at the network, and run it again: what was had is kept',
        });
    }
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
      // A finding says why it cannot be had: asking again would not help.
      if (error instanceof PlatformError) throw error;
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
