import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import { EngineError } from './engine-error.ts';
import { findGo } from './go-toolchain.ts';

const run = promisify(execFile);

/** Any Go release that knows modules and their checksum database can fetch one. */
const OLDEST_GO = '1.21';

/** A Go module, or a folder in it. */
export interface ModuleFolder {
  /** Module path, such as `sigs.k8s.io/kueue`. */
  readonly path: string;
  /** Version with the leading `v`. */
  readonly version: string;
  /** Folder inside the module, such as `charts/kueue`. */
  readonly folder: string;
}

/** A module on this disk. */
export interface FetchedModule {
  /** Root folder; read-only. */
  readonly folder: string;
  /** Go's checksum of the module, `h1:…`, as its checksum database has it. */
  readonly sum: string;
}

/**
 * Fetches a Go module, from the local module cache if it is there.
 *
 * Its checksum is verified against Go's checksum database, or against none if the user's own Go settings say so.
 *
 * A module that asks for a newer Go is fetched with one, if there is one.
 *
 * @throws {EngineError} `ENGINE_GO_MISSING`, `ENGINE_GO_OLD`, `ENGINE_MODULE_FETCH`.
 */
export async function fetchModule(path: string, version: string): Promise<FetchedModule> {
  const first = await download(path, version, OLDEST_GO);
  const newer = /requires go >= (\S+)/.exec(first.Error ?? '')?.[1];
  const { Dir: folder, Sum: sum, Error: problem } = newer === undefined ? first : await download(path, version, newer);
  if (folder !== undefined && sum !== undefined) return { folder, sum };
  throw new EngineError({
    code: 'ENGINE_MODULE_FETCH',
    at: path,
    problem: `Go could not fetch ${path} ${version}: ${problem ?? 'no answer'}`,
    fix: 'check the version and that the module proxy can be reached',
  });
}

/** Asks a Go release of at least `oldest`; go reports failures in the same JSON. */
async function download(path: string, version: string, oldest: string): Promise<Download> {
  const go = await findGo(oldest);
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod', GOWORK: 'off' };
  const args = ['mod', 'download', '-json', `${path}@${version}`];
  const { stdout } = await run(go.path, args, { cwd: tmpdir(), env }).catch((error: { stdout?: string }) => ({
    stdout: error.stdout ?? '',
  }));
  return parsed(stdout);
}

/**
 * Path of a chart that lies in a Go module.
 *
 * A chart that names other charts cannot be rendered without them: with `dependencies: 'leaveOut'` it is copied to a
 * temporary folder and forgets them. The values must then switch those parts off.
 *
 * @returns a folder for `helm template`; the caller removes it if it is a copy.
 */
export async function chartFromModule(
  chart: ModuleFolder,
  dependencies: 'keep' | 'leaveOut' = 'keep',
): Promise<{ folder: string; sum: string; copied: boolean }> {
  const { folder: root, sum } = await fetchModule(chart.path, chart.version);
  const folder = join(root, chart.folder);
  if (dependencies === 'keep') return { folder, sum, copied: false };
  const copy = await mkdtemp(join(tmpdir(), 'plinth-chart-'));
  await cp(folder, copy, { recursive: true });
  const file = join(copy, 'Chart.yaml');
  const { dependencies: _, ...rest } = parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, stringify(rest));
  return { folder: copy, sum, copied: true };
}

interface Download {
  readonly Dir?: string;
  readonly Sum?: string;
  readonly Error?: string;
}

function parsed(text: string): Download {
  try {
    return JSON.parse(text) as Download;
  } catch {
    return {};
  }
}
