import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PlatformExtension } from '../constructs/platform.ts';
import { type Finding, PlatformError } from '../spec/finding.ts';
import { type ParsedPlatform, parsePlatform } from '../spec/parse-platform.ts';
import { readSource, type SourceFile } from '../spec/source-file.ts';

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
 * what a team puts into it as `extension`.
 *
 * @param file - path as the user named it
 * @throws {PlatformError} `FILE_MISSING`, `FILE_UNREADABLE`, `FILE_EXPORT_MISSING`, `FILE_EXTENSION_INVALID`, and everything that {@link readSource} and {@link parsePlatform} find.
 */
export async function loadPlatform(file: string): Promise<LoadedPlatform> {
  if (!isProgram(file)) return parseYaml(file, await bytesOf(file));
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
  return { ...parsePlatform(source.content, source), input: source.content, source };
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT')
      throw refused(
        'FILE_MISSING',
        file,
        'there is no such file',
        'name the spec file, or make one with `plinth init`',
      );
    const problem = code === 'EISDIR' ? 'it is a folder' : `it cannot be read (${code ?? 'unknown reason'})`;
    throw refused('FILE_UNREADABLE', file, problem, 'name the spec file itself, such as platform.yaml');
  }
}

/** What a platform's program exports. */
interface Exports {
  readonly default?: unknown;
  readonly extension?: unknown;
}

async function exported(file: string): Promise<Exports> {
  await bytesOf(file);
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

function refused(code: Uppercase<string>, file: string, problem: string, fix: string): PlatformError {
  const finding: Finding = { code, level: 'error', at: '(file)', problem, fix, place: { file, line: 1, column: 1 } };
  return new PlatformError([finding]);
}
