import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PlatformError } from '../../spec/finding.ts';

/**
 * Sees that a report can be written later.
 *
 * @throws {PlatformError} `FILE_UNWRITABLE`, if its folder is not there, if it is a folder itself, or if it may not be written.
 */
export async function writableReport(file: string): Promise<void> {
  const problem = await obstacle(file);
  if (problem === undefined) return;
  throw new PlatformError([
    {
      code: 'FILE_UNWRITABLE',
      level: 'error',
      at: '(file)',
      problem,
      fix: 'make the folder, or name another file',
      place: { file, line: 1, column: 1 },
    },
  ]);
}

async function obstacle(file: string): Promise<string | undefined> {
  const old = await stat(file).catch(() => undefined);
  if (old?.isDirectory()) return 'it is a folder';
  const place = old === undefined ? dirname(resolve(file)) : file;
  try {
    await access(place, constants.W_OK);
    return undefined;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing ? `there is no folder ${dirname(file)}` : `it may not be written: ${(error as Error).message}`;
  }
}
