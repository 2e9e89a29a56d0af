import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cacheFolder, compilerFlags, engineFile, linkerFlags } from './engine-cache.ts';
import { type Engine, type EngineGroup, engines, wrapperFolder } from './engine-catalog.ts';
import { EngineError } from './engine-error.ts';
import { changedSources } from './engine-sources.ts';
import { compareReleases, findGo, type GoToolchain } from './go-toolchain.ts';

/** Free disk space that building all engines of a group from nothing takes at most. Unit: gibibytes. Measured. */
const DISK_GIBIBYTES: Readonly<Record<EngineGroup, number>> = {
  core: 7,
  tools: 4,
  batch: 6,
  autoscaling: 3,
  serving: 10,
  observability: 5,
  policy: 4,
  delivery: 8,
  edge: 3,
};

const GIBIBYTE = 2 ** 30;

/**
 * The compiler collects its garbage only when a process of it comes near this size: a quarter less time (KWOK: 156 s of CPU instead
 * of 209 s). As many of them run as the machine has cores.
 */
const COMPILER = { GOGC: 'off', GOMEMLIMIT: '1536MiB' } as const;

/** How often a running build says that it is still alive. Unit: milliseconds. */
const HEARTBEAT_MILLISECONDS = 10_000;

/** Lines of compiler output that a failed build shows. */
const ERROR_LINES = 15;

/** Something worth telling the user during a build. */
export interface BuildProgress {
  /** The engine in question. */
  readonly engine: string;
  /** Its version, with the leading `v`. */
  readonly version: string;
  /** `cached`: nothing to do; `started`; `running`: still at it; `built`: done. */
  readonly state: 'cached' | 'started' | 'running' | 'built';
  /** Time since this engine's build began. Unit: seconds. */
  readonly elapsedSeconds: number;
  /** Estimate for everything that is still to build. Unit: seconds. */
  readonly remainingSeconds: number;
}

/** How to build. */
export interface BuildOptions {
  /** Called for each step and every ten seconds. @default - silent */
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Stops the build; the running compiler is ended. @default - runs to the end */
  readonly signal?: AbortSignal;
}

/** One engine after a build. */
export interface BuiltEngine {
  readonly name: string;
  /** Version with the leading `v`. */
  readonly version: string;
  /** Path of the program. */
  readonly path: string;
  /** Build time; 0 if it came from the cache. Unit: seconds. */
  readonly seconds: number;
}

/**
 * Builds the engines of the given groups that are not in the cache yet.
 *
 * @param groups - sets to build; a second call with the same pins returns at once.
 * @throws {EngineError} `ENGINE_GO_MISSING`, `ENGINE_GO_OLD`, `ENGINE_DISK_SHORT`, `ENGINE_BUILD_FAILED`.
 */
export function buildEngines(groups: readonly EngineGroup[], options: BuildOptions = {}): Promise<BuiltEngine[]> {
  return buildPrograms(
    engines().filter(({ group }) => groups.includes(group)),
    options,
  );
}

/** Builds those of some engines that are not in the cache yet. @throws {EngineError} as {@link buildEngines} does. */
export async function buildPrograms(wanted: readonly Engine[], options: BuildOptions = {}): Promise<BuiltEngine[]> {
  const missing = wanted.filter((one) => !existsSync(engineFile(one)));
  const go = missing.length === 0 ? undefined : await findGo(newestGo(missing));
  await refuseShortDisk(missing);
  const estimate = new RemainingTime(missing);
  const built: BuiltEngine[] = [];
  for (const one of wanted) {
    const seconds = go !== undefined && missing.includes(one) ? await buildOne(one, go, estimate, options) : 0;
    if (!missing.includes(one)) options.onProgress?.(estimate.progress(one, 'cached', 0));
    built.push({ name: one.name, version: one.version, path: engineFile(one), seconds });
  }
  return built;
}

/** Weight of the times in the catalogue against those of this build, which the first download may spoil. Unit: seconds. */
const PRIOR_SECONDS = 120;

/** Scales the measured build times to this machine as engines get finished. */
class RemainingTime {
  private readonly todo: Engine[];
  private measured = 0;
  private spent = 0;

  public constructor(missing: readonly Engine[]) {
    this.todo = [...missing];
  }

  public progress(one: Engine, state: BuildProgress['state'], elapsedSeconds: number): BuildProgress {
    const speed = (this.spent + PRIOR_SECONDS) / (this.measured + PRIOR_SECONDS);
    const planned = this.todo.reduce((sum, { seconds }) => sum + seconds, 0) * speed;
    const remainingSeconds = Math.max(0, Math.round(planned - (state === 'running' ? elapsedSeconds : 0)));
    return {
      engine: one.name,
      version: one.version,
      state,
      elapsedSeconds: Math.round(elapsedSeconds),
      remainingSeconds,
    };
  }

  public finish(one: Engine, seconds: number): void {
    this.todo.splice(this.todo.indexOf(one), 1);
    this.measured += one.seconds;
    this.spent += seconds;
  }
}

async function buildOne(one: Engine, go: GoToolchain, estimate: RemainingTime, options: BuildOptions): Promise<number> {
  const begin = Date.now();
  const elapsed = () => (Date.now() - begin) / 1000;
  options.onProgress?.(estimate.progress(one, 'started', 0));
  const heartbeat = setInterval(
    () => options.onProgress?.(estimate.progress(one, 'running', elapsed())),
    HEARTBEAT_MILLISECONDS,
  );
  const file = engineFile(one);
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await compile(one, go, draft, options.signal);
    await writeFile(
      `${file}.json`,
      `${JSON.stringify({ version: one.version, go: go.version, seconds: elapsed() })}\n`,
    );
    await rename(draft, file);
  } finally {
    clearInterval(heartbeat);
    await rm(draft, { force: true });
  }
  estimate.finish(one, elapsed());
  options.onProgress?.(estimate.progress(one, 'built', elapsed()));
  return elapsed();
}

async function compile(one: Engine, go: GoToolchain, out: string, signal?: AbortSignal): Promise<void> {
  if (one.changes === undefined) return compileSources(one, go, { out, signal });
  const { modfile, remove } = await changedSources(one);
  try {
    await compileSources(one, go, { out, modfile, signal });
  } finally {
    await remove();
  }
}

interface Compilation {
  readonly out: string;
  /** @default - the `go.mod` of the wrapper module */
  readonly modfile?: string;
  readonly signal: AbortSignal | undefined;
}

async function compileSources(one: Engine, go: GoToolchain, { out, modfile, signal }: Compilation): Promise<void> {
  const args = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false'];
  args.push('-gcflags', compilerFlags(one), '-ldflags', linkerFlags(one), '-o', out);
  if (one.tags !== undefined) args.push('-tags', one.tags.join(','));
  if (modfile !== undefined) args.push(`-modfile=${modfile}`);
  args.push(one.main);
  const machine = one.architecture === undefined ? {} : { GOOS: 'linux', GOARCH: one.architecture };
  const env = {
    ...{ ...process.env, ...COMPILER, ...machine },
    ...{ GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' },
  };
  const child = spawn(go.path, args, {
    cwd: wrapperFolder(one),
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  const { code, output } = await endOf(child);
  signal?.throwIfAborted();
  if (code === 0) return;
  throw new EngineError({
    code: 'ENGINE_BUILD_FAILED',
    at: one.name,
    problem: `go build of ${one.main} ${one.version} ended with ${code}:\n${output.slice(-ERROR_LINES).join('\n')}\n`,
    fix: 'mend what Go says, a module that cannot be fetched for example, and run it again: what is built stays built',
  });
}

function endOf(child: ChildProcess): Promise<{ code: number | string; output: string[] }> {
  const chunks: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const lines = () =>
    chunks
      .join('')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('go: downloading'));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: error.message, output: lines() }));
    child.on('close', (code, killer) => resolve({ code: code ?? killer ?? 'no exit code', output: lines() }));
  });
}

async function refuseShortDisk(missing: readonly Engine[]): Promise<void> {
  if (missing.length === 0) return;
  const folder = cacheFolder();
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / GIBIBYTE;
  const need = [...new Set(missing.map(({ group }) => group))].reduce((sum, group) => sum + DISK_GIBIBYTES[group], 0);
  if (free >= need) return;
  throw new EngineError({
    code: 'ENGINE_DISK_SHORT',
    at: 'engines',
    problem: `building needs up to ${need} GiB for Go's caches and the programs; ${free.toFixed(1)} GiB are free at ${folder}`,
    fix: 'free some space, or set XDG_CACHE_HOME, GOCACHE and GOMODCACHE to folders on a larger disk',
  });
}

function newestGo(missing: readonly Engine[]): string {
  return missing.map(({ go }) => go).reduce((newest, go) => (compareReleases(go, newest) > 0 ? go : newest), '1.0.0');
}
