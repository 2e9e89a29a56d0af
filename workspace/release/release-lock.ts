import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';
import { recover } from './recover.ts';
import { folderError } from './release-finding.ts';

/** How long another program may write before ours gives up. Unit: milliseconds. */
const PATIENCE = 10_000;
/** Pause between two looks. Unit: milliseconds. */
const PAUSE = 20;

/**
 * Lets one program at a time write releases of a folder, so that none loses what another wrote.
 *
 * @param patience - how long another one may write. Unit: milliseconds. @default 10000
 * @throws {PlatformError} `RELEASE_FOLDER_BUSY` if another one does not end.
 */
export async function alone<T>(folder: string, work: () => Promise<T>, patience = PATIENCE): Promise<T> {
  const file = join(folder, RELEASES_FOLDER, '.writing');
  await mkdir(join(folder, RELEASES_FOLDER), { recursive: true });
  const deadline = Date.now() + patience;
  while (!(await taken(file))) {
    if (await abandoned(file)) await rm(file, { force: true });
    else if (Date.now() > deadline)
      throw folderError('RELEASE_FOLDER_BUSY', file, {
        problem: 'another plinth release writes here',
        fix: `wait for it; if none runs, remove ${file}`,
      });
    else await setTimeout(PAUSE);
  }
  try {
    // Before anything is read: what a crash left would look like a team without releases.
    await recover(folder);
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function taken(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(`${process.pid}\n`);
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A program that was killed leaves its mark; on this machine one can see that it is gone. */
async function abandoned(file: string): Promise<boolean> {
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
