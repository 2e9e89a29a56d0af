import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PlatformExtension } from '../constructs/platform.ts';
import { type Finding, PlatformError } from '../spec/finding.ts';
import { type ParsedPlatform, parsePlatform } from '../spec/parse-platform.ts';
import { readSource, type SourceFile } from '../spec/source-file.ts';
import { fileBytes } from './file-bytes.ts';
import { fleetAddress, isFleetContent } from './fleet/fleet-address.ts';

/** A platform and the file it came from. */
export interface LoadedPlatform extends ParsedPlatform {
  /** What the user wrote, before defaults. */
  readonly input: unknown;
  /** The file, so that later findings get their line too. @default - a program, which has no lines */
  readonly source?: SourceFile;
  /** What a team puts into it: the program's export `extension`. @default - nothing; a file cannot carry programs */
  readonly extension?: PlatformExtension;
}

/**
 * Reads a platform from the user's file: YAML or JSON, or a TypeScript or JavaScript module that exports it as `default`, and
 * what a team puts into it as `extension`; or a platform of a fleet, named `fleet.yaml#paris`.
 *
 * @param file - path as the user named it
 * @throws {PlatformError} `FILE_MISSING`, `FILE_UNREADABLE`, `FLEET_PLATFORM_UNNAMED`, `FILE_EXPORT_MISSING`, `FILE_EXTENSION_INVALID`, and everything that {@link readSource} and {@link parsePlatform} find.
 */
export async function loadPlatform(file: string): Promise<LoadedPlatform> {
  const address = fleetAddress(file);
  if (address !== undefined) {
    const { loadMember } = await import('./fleet/load-fleet.ts');
    return loadMember(address);
  }
  if (!isProgram(file)) return parseYaml(file, await fileBytes(file));
  const { default: platform, extension } = await exported(file);
  // It knows all rooms, and loads them: a file has no use for that.
  const { extensionIn } = await import('./extension-export.ts');
  return { ...parsePlatform(platform), input: platform, extension: extensionIn(file, extension) };
}

/** Whether a file is run, not read. */
export function isProgram(file: string): boolean {
  return ['.ts', '.mts', '.js', '.mjs'].includes(extname(file));
}

/** Reads a platform from text that came from somewhere else than the working folder, for example an older Git revision. */
export function parseYaml(file: string, bytes: Uint8Array): LoadedPlatform {
  const source = readSource(file, bytes);
  if (isFleetContent(source.content)) throw fleetUnnamed(file);
  return { ...parsePlatform(source.content, source), input: source.content, source };
}

/** What a platform's program exports. */
interface Exports {
  readonly default?: unknown;
  readonly extension?: unknown;
}

async function exported(file: string): Promise<Exports> {
  await fileBytes(file);
  let module: Exports;
  try {
    module = await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    throw refused(
      'FILE_UNREADABLE',
      file,
      `it does not run: ${(error as Error).message.split('\n')[0]}`,
      'correct the program; `tsc --noEmit` shows more',
    );
  }
  if (module.default !== undefined) return module;
  throw refused(
    'FILE_EXPORT_MISSING',
    file,
    'it has no default export',
    'write `export default definePlatform({ … })`',
  );
}

function fleetUnnamed(file: string): PlatformError {
  return refused(
    'FLEET_PLATFORM_UNNAMED',
    file,
    'it is a fleet, and this is about one platform',
    `name one of its platforms: ${file}#NAME`,
  );
}

function refused(code: Uppercase<string>, file: string, problem: string, fix: string): PlatformError {
  const finding: Finding = { code, level: 'error', at: '(file)', problem, fix, place: { file, line: 1, column: 1 } };
  return new PlatformError([finding]);
}
