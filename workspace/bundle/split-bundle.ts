import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type BundleIndex, blobPath, type Volume } from './bundle-index.ts';

/** Piece of a file on a medium. */
type Piece = Volume['pieces'][number];

/**
 * Lays the files of a bundle on media: each is filled to its size, and a file that does not fit is cut. Pure.
 *
 * @param size - room of one medium. Unit: bytes
 */
function volumesOf(
  files: readonly { readonly path: string; readonly size: number }[],
  size: number,
): readonly Volume[] {
  const volumes: { folder: string; pieces: Piece[] }[] = [];
  let room = 0;
  for (const file of files) {
    for (let from = 0; from < file.size || from === 0; ) {
      if (room === 0) {
        volumes.push({ folder: `volume-${String(volumes.length + 1).padStart(3, '0')}`, pieces: [] });
        room = size;
      }
      const piece = Math.min(file.size - from, room);
      volumes.at(-1)?.pieces.push({ path: file.path, from, size: piece });
      room -= piece;
      from += piece;
      if (file.size === 0) break;
    }
  }
  return volumes;
}

/** Moves the files of a bundle into the folders of its media. */
export async function splitBundle(
  folder: string,
  { blobs, files }: Pick<BundleIndex, 'blobs' | 'files'>,
  size: number,
): Promise<readonly Volume[]> {
  const here = blobs
    .filter(({ older }) => older !== true)
    .map(({ digest, size: bytes }) => ({ path: blobPath(digest), size: bytes }));
  const volumes = volumesOf([...files, ...here], size);
  const parts = volumes.flatMap(({ folder: volume, pieces }) => pieces.map((piece) => ({ volume, ...piece })));
  const pieces = Map.groupBy(parts, ({ path }) => path);
  for (const [path, own] of pieces) await move(folder, path, own);
  return volumes;
}

async function move(
  folder: string,
  path: string,
  pieces: readonly (Piece & { readonly volume: string })[],
): Promise<void> {
  const whole = join(folder, path);
  for (const { from, size, volume } of pieces) {
    const target = join(folder, volume, pieceName(path, pieces.length === 1 ? undefined : from));
    await mkdir(dirname(target), { recursive: true });
    if (pieces.length === 1) await rename(whole, target);
    else await pipeline(createReadStream(whole, { start: from, end: from + size - 1 }), createWriteStream(target));
  }
  if (pieces.length > 1) await rm(whole);
}

/** Name of a piece: that of the file, and where it begins if it is cut. */
export function pieceName(path: string, from: number | undefined): string {
  return from === undefined ? path : `${path}.${from}`;
}
