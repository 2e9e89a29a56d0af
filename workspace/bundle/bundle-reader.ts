import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../spec/finding.ts';
import { bundleFinding } from './bundle-error.ts';
import { type Blob, type BundleIndex, blobPath } from './bundle-index.ts';
import { RunningDigest } from './running-digest.ts';
import { pieceName } from './split-bundle.ts';

/** Piece that is read at once. Unit: bytes. */
const PIECE = 4 * 1_024 * 1_024;

interface Part {
  readonly file: string;
  readonly from: number;
  readonly size: number;
}

/** Files of a bundle, in one folder or in the folders of its media side by side. */
export class BundleReader {
  readonly #folder: string;
  readonly #parts = new Map<string, Part[]>();
  readonly #blobs: ReadonlyMap<string, Blob>;
  readonly #index: BundleIndex;

  public constructor(folder: string, index: BundleIndex) {
    this.#folder = folder;
    this.#index = index;
    this.#blobs = new Map(index.blobs.map((blob) => [blob.digest, blob]));
    const pieces = (index.volumes ?? []).flatMap((volume) =>
      volume.pieces.map((piece) => ({ volume: volume.folder, ...piece })),
    );
    for (const [path, own] of Map.groupBy(pieces, (piece) => piece.path))
      this.#parts.set(
        path,
        own.map(({ from, size, volume }) => ({
          file: join(volume, pieceName(path, own.length === 1 ? undefined : from)),
          from,
          size,
        })),
      );
  }

  /** Size of a blob. */
  public sizeOf(digest: string): number {
    return this.#blobs.get(digest)?.size ?? 0;
  }

  /** Bytes of a file from one place to another. */
  public async read(path: string, from: number, to: number): Promise<Buffer> {
    const parts = this.#parts.get(path) ?? [{ file: path, from: 0, size: Number.POSITIVE_INFINITY }];
    const found: Buffer[] = [];
    for (const part of parts) {
      const first = Math.max(from, part.from);
      const last = Math.min(to, part.from + part.size);
      if (first < last) found.push(await this.#bytes(part.file, first - part.from, last - first));
    }
    return Buffer.concat(found);
  }

  /** A whole file. */
  public async whole(path: string, size: number): Promise<Buffer> {
    return this.read(path, 0, size);
  }

  /**
   * Reads everything and compares it with the list.
   *
   * @returns what is missing, cut or altered, each with its file
   */
  public async verify(onBytes: (bytes: number) => void = () => {}): Promise<readonly Finding[]> {
    const { blobs, files } = this.#index;
    const here = blobs.filter(({ older }) => older !== true).map((blob) => ({ ...blob, path: blobPath(blob.digest) }));
    const findings: Finding[] = [];
    for (const each of [...files, ...here]) findings.push(...(await this.#verify(each, onBytes)));
    return findings;
  }

  async #verify(
    { digest, path, size }: Blob & { readonly path: string },
    onBytes: (bytes: number) => void,
  ): Promise<Finding[]> {
    const running = new RunningDigest();
    const at = join(this.#folder, this.#parts.get(path)?.[0]?.file ?? path);
    try {
      for (let from = 0; from < size; from += PIECE) {
        const bytes = await this.read(path, from, Math.min(from + PIECE, size));
        running.add(bytes);
        onBytes(bytes.length);
      }
      // One byte more than there should be is another file.
      const isLonger = this.#parts.has(path) ? false : (await this.read(path, size, size + 1)).length > 0;
      if (running.size === size && !isLonger && running.end() === digest) return [];
      return [
        damaged(
          'BUNDLE_FILE_ALTERED',
          at,
          running.size < size ? `it has ${running.size} of ${size} bytes` : `its digest is not ${digest}`,
        ),
      ];
    } catch {
      return [
        damaged('BUNDLE_FILE_MISSING', at, `it is not there; it should have ${size} bytes with the digest ${digest}`),
      ];
    }
  }

  async #bytes(file: string, from: number, size: number): Promise<Buffer> {
    const handle = await open(join(this.#folder, file));
    try {
      const buffer = Buffer.alloc(size);
      const { bytesRead } = await handle.read(buffer, 0, size, from);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }
}

function damaged(code: `BUNDLE_${Uppercase<string>}`, at: string, problem: string): Finding {
  return bundleFinding(code, at, {
    problem,
    fix: 'copy the file again from where the bundle was made; nothing was put into the registry',
  });
}
