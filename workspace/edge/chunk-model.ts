import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { run } from '../lock/run.ts';
import { edgeError } from './edge-paths.ts';
import { digestOfFile, type ModelFile } from './model-manifest.ts';

/** Programs that cut files into pieces by their content, in the form of casync; the first that is there is taken. */
const ENGINES = ['desync', 'casync'] as const;

/**
 * Cuts the files of a model into pieces and puts these, and an index of each file, into the store. Pieces that are there already
 * are not written again.
 *
 * @param engine - program, by name or path. @default - `desync`, else `casync`
 * @returns per file the digest of its index
 * @throws {PlatformError} `EDGE_ENGINE_MISSING` or `EDGE_ENGINE_FAILED`
 */
export async function chunkModel(
  folder: string,
  files: readonly ModelFile[],
  store: string,
  engine?: string,
): Promise<Readonly<Record<string, string>>> {
  const program = engine ?? (await installed());
  await mkdir(join(store, 'index'), { recursive: true });
  await mkdir(join(store, 'chunks'), { recursive: true });
  const work = await mkdtemp(join(store, '.plinth-'));
  try {
    const indexes: Record<string, string> = {};
    for (const { path } of files) {
      const index = join(work, 'file.caibx');
      await cut(program, join(store, 'chunks'), index, join(folder, path));
      const digest = await digestOfFile(index);
      await rename(index, join(store, 'index', `${digest.slice('sha256:'.length)}.caibx`));
      indexes[path] = digest;
    }
    return indexes;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function cut(program: string, chunks: string, index: string, file: string): Promise<void> {
  const { code, stderr } = await run(program, engineArgs(program, chunks, index, file));
  if (code === 127) throw missing(program);
  if (code === 0) return;
  throw edgeError('EDGE_ENGINE_FAILED', file, {
    problem: `${program} ended with ${code}: ${stderr.trim().split('\n').at(-1) ?? ''}`,
    fix: 'see whether the store can be written and has room; what is there stays, run the verb again',
  });
}

/** The two programs say the same in their own words. */
function engineArgs(program: string, chunks: string, index: string, file: string): readonly string[] {
  return basename(program).startsWith('casync')
    ? ['make', `--store=${chunks}`, '--compression=zstd', index, file]
    : ['make', '-s', chunks, index, file];
}

async function installed(): Promise<string> {
  for (const program of ENGINES) if ((await run(program, ['--help'])).code !== 127) return program;
  throw missing(ENGINES.join(' or '));
}

function missing(program: string) {
  return edgeError('EDGE_ENGINE_MISSING', '(engine)', {
    problem: `${program} is not installed: it cuts models into the pieces that sites fetch`,
    fix: 'install desync (https://github.com/folbricht/desync) or casync, or name it with --engine',
  });
}
