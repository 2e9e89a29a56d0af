import { readFile } from 'node:fs/promises';
import { type Finding, PlatformError } from '../spec/finding.ts';

/**
 * The content of a file that the user named.
 *
 * @throws {PlatformError} `FILE_MISSING`, `FILE_UNREADABLE`.
 */
export async function fileBytes(file: string): Promise<Uint8Array> {
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

function refused(code: Uppercase<string>, file: string, problem: string, fix: string): PlatformError {
  const finding: Finding = { code, level: 'error', at: '(file)', problem, fix, place: { file, line: 1, column: 1 } };
  return new PlatformError([finding]);
}
