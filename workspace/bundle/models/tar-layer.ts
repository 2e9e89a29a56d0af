import { posix } from 'node:path';
import { Header } from 'tar';
import type { LockedModelFile } from '../../../constructs/core/index.ts';
import type { BlobSource } from '../blob-store.ts';
import { bundleError } from '../bundle-error.ts';
import type { ModelStore } from './model-files.ts';

/** Folder in which servers look for a model in an image. */
const FOLDER = 'models';
/** Tar counts in these. Unit: bytes. */
const BLOCK = 512;

/** A piece of a layer: bytes that are known, or those of a file. */
type Piece =
  | { readonly size: number; readonly bytes: Buffer }
  | { readonly size: number; readonly file: LockedModelFile };

/** Files of a model as one layer of an image: a tar that is the same each time, and can be begun anywhere in it. */
export interface TarLayer {
  /** Unit: bytes. */
  readonly size: number;
  /** Where in it each file is. */
  readonly places: readonly { readonly file: LockedModelFile; readonly from: number }[];
  /** Its bytes, from a store. */
  source(store: ModelStore): BlobSource;
}

/**
 * A layer of some files.
 *
 * It is put together here because programs that write tars cannot begin in the middle, which is what makes a cut cheap.
 *
 * @param model - address, whose last part names a model that is one file
 * @throws {PlatformError} `BUNDLE_MODEL_PATH` if a path cannot be in an image.
 */
export function tarLayer(model: string, files: readonly LockedModelFile[]): TarLayer {
  const named = files.map((file) => ({ file, name: nameOf(model, file) }));
  const folders = [...new Set(named.flatMap(({ name }) => foldersAbove(name)))].sort();
  const pieces: Piece[] = folders.map((folder) => known(header(`${folder}/`, 0, 'Directory')));
  const places: { file: LockedModelFile; from: number }[] = [];
  for (const { file, name } of named) {
    pieces.push(known(header(name, file.size, 'File')));
    places.push({ file, from: sizeOf(pieces) });
    pieces.push({ size: file.size, file }, known(Buffer.alloc((BLOCK - (file.size % BLOCK)) % BLOCK)));
  }
  pieces.push(known(Buffer.alloc(2 * BLOCK)));
  return {
    size: sizeOf(pieces),
    places,
    source: (store) => async (from) => ({ from, body: bytesFrom(pieces, from, { model, store }) }),
  };
}

/** Name of a file in its layer. */
function nameOf(model: string, { path }: LockedModelFile): string {
  const name = `${FOLDER}/${path === '' ? posix.basename(model) : path}`;
  if (posix.normalize(name) !== name || /[\0\\]/.test(name) || !isNameable(name))
    throw bundleError('BUNDLE_MODEL_PATH', model, {
      problem: `no image can have its file ${path}: a path may not lead out of the model, and fits in 100 bytes behind its last folder`,
      fix: 'rename the file where the model comes from',
    });
  return name;
}

function foldersAbove(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** A header of POSIX ustar: nothing in it depends on who writes it, or when. */
function header(path: string, size: number, type: 'File' | 'Directory'): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  new Header({ path, size, type, mode: type === 'File' ? 0o644 : 0o755, uid: 0, gid: 0, mtime: new Date(0) }).encode(
    bytes,
  );
  return bytes;
}

/** Whether a path fits into a header; folders of up to 155 bytes, and up to 100 behind them. */
function isNameable(path: string): boolean {
  return !new Header({ path, size: 0, type: 'File', mode: 0o644, uid: 0, gid: 0, mtime: new Date(0) }).encode(
    Buffer.alloc(BLOCK),
  );
}

function known(bytes: Buffer): Piece {
  return { size: bytes.length, bytes };
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { size }) => sum + size, 0);
}

async function* bytesFrom(
  pieces: readonly Piece[],
  from: number,
  where: { readonly model: string; readonly store: ModelStore },
): AsyncIterable<Uint8Array> {
  let begin = 0;
  for (const piece of pieces) {
    const skipped = Math.max(0, from - begin);
    begin += piece.size;
    if (skipped >= piece.size) continue;
    if ('bytes' in piece) yield piece.bytes.subarray(skipped);
    else yield* fileFrom(piece.file, skipped, where);
  }
}

/** Bytes of a file from a place on, as many as it should have. */
async function* fileFrom(
  file: LockedModelFile,
  skipped: number,
  { model, store }: { readonly model: string; readonly store: ModelStore },
): AsyncIterable<Uint8Array> {
  const opened = await store.open(file, skipped);
  let at = opened.from;
  for await (const bytes of opened.body) {
    at += bytes.length;
    const behind = bytes.length - (at - skipped);
    yield behind > 0 ? bytes.subarray(behind) : bytes;
  }
  if (at !== file.size)
    throw bundleError('BUNDLE_MODEL_CHANGED', model, {
      problem: `${file.path} has ${at} bytes, not ${file.size} as its store said`,
      fix: 'run `plinth bundle models` again: the lock then has what is there now',
    });
}
