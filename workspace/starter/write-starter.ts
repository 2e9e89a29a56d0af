import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PlatformError } from '../../spec/finding.ts';

/**
 * Writes the first files of a working folder.
 *
 * @throws {PlatformError} `FOLDER_NOT_EMPTY` if anything is there already; nothing is written.
 */
export async function writeStarter(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') return [folder];
    throw error;
  });
  if (present.length > 0) {
    throw new PlatformError([
      {
        code: 'FOLDER_NOT_EMPTY',
        level: 'error',
        at: '(output)',
        problem: `${folder} is there already and is not empty`,
        fix: 'name another folder; init never writes over files',
        place: { file: folder, line: 1, column: 1 },
      },
    ]);
  }
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
