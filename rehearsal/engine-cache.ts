import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Engine, type EngineName, engine, wrapperFolder } from './engine-catalog.ts';
import { EngineError } from './engine-error.ts';

/** Where Plinth keeps what can be made again: outside every clone, so that a fresh clone builds nothing twice. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME;
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'plinth');
}

/**
 * Where the built program of an engine lies, whether it was built or not.
 *
 * The folder's name is a hash of all that decides the program's bytes but the compiler: two checkouts with the same
 * pins share it, a raised pin moves it.
 */
export function engineFile(which: Engine): string {
  return join(cacheFolder(), 'engines', `${which.name}-${contentHash(which)}`, which.name);
}

/**
 * Path of a built engine.
 *
 * @throws {EngineError} `ENGINE_MISSING` with the command that builds it.
 */
export function engineBinary(name: EngineName): string {
  const wanted = engine(name);
  const file = engineFile(wanted);
  if (existsSync(file)) return file;
  throw new EngineError({
    code: 'ENGINE_MISSING',
    at: name,
    problem: `${name} ${wanted.version} has not been built on this machine`,
    fix: `run \`plinth engines build ${wanted.group}\` (once; the result is kept in ${cacheFolder()})`,
  });
}

/** Flags that the Go linker gets: no debug tables, and the version where the program asks for it. */
export function linkerFlags(which: Engine): string {
  const [major = '', minor = ''] = which.version.replace(/^v/, '').split('.');
  const versions = (which.versionPackages ?? []).flatMap((path) => [
    `-X ${path}.gitVersion=${which.version}`,
    `-X ${path}.gitMajor=${major}`,
    `-X ${path}.gitMinor=${minor}`,
    `-X ${path}.gitTreeState=clean`,
  ]);
  const variables = (which.versionVariables ?? []).map((variable) => `-X ${variable}=${which.version}`);
  return ['-s', '-w', ...versions, ...variables].join(' ');
}

/**
 * Flags that the Go compiler gets for every package: no debug tables, which saves an eighth of its time. The linker would
 * leave them out of the program anyway, so that its bytes do not hang on it.
 */
export function compilerFlags({ unoptimised }: Engine): string {
  return unoptimised === true ? 'all=-dwarf=false -N -l' : 'all=-dwarf=false';
}

/** Its pins, and its own sources where it has any. */
function wrapperFiles(which: Engine): string[] {
  const sources = readdirSync(wrapperFolder(which), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.go') && !file.endsWith('_test.go'),
  );
  return ['go.mod', 'go.sum', ...sources.sort()];
}

/** System and processor that an engine is built for, by the names of Node. */
function machineOf({ architecture }: Engine): readonly [string, string] {
  if (architecture === undefined) return [process.platform, process.arch];
  return ['linux', architecture === 'amd64' ? 'x64' : architecture];
}

function contentHash(which: Engine): string {
  const hash = createHash('sha256');
  const parts = [which.main, linkerFlags(which), ...machineOf(which)];
  if (which.unoptimised) parts.push('unoptimised');
  if (which.tags !== undefined) parts.push(which.tags.join(','));
  if (which.changes !== undefined) parts.push(JSON.stringify(which.changes));
  for (const file of wrapperFiles(which)) parts.push(readFileSync(join(wrapperFolder(which), file), 'utf8'));
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 16);
}
