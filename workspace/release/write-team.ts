import { randomBytes } from 'node:crypto';
import { copyFileSync, linkSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';
import { FRESH, OLD } from './recover.ts';
import { teamFolder } from './release-paths.ts';

/**
 * Writes files of a team's releases, all or none: the folder is prepared beside the old one, with everything that stays as it
 * is, and takes its place. A crash leaves the old or the new, never a mixture; `recover` ends what it left.
 *
 * @param files - path below the team's folder to text
 */
export async function writeTeam(folder: string, team: string, files: ReadonlyMap<string, string>): Promise<void> {
  const target = teamFolder(folder, team);
  const mark = join(folder, RELEASES_FOLDER, `.${team}.plinth-${randomBytes(4).toString('hex')}`);
  const [fresh, old] = [`${mark}${FRESH}`, `${mark}${OLD}`];
  try {
    await mkdir(fresh, { recursive: true });
    await keepOthers(target, fresh, files);
    for (const [path, text] of files) {
      await mkdir(dirname(join(fresh, path)), { recursive: true });
      await writeFile(join(fresh, path), text, { flush: true });
    }
    const replaced = await rename(target, old).then(() => true, absent);
    await rename(fresh, target).catch(async (error) => {
      if (replaced) await rename(old, target);
      throw error;
    });
  } finally {
    // As below: not by promises.
    for (const path of [fresh, old]) rmSync(path, { recursive: true, force: true });
  }
}

async function keepOthers(target: string, fresh: string, files: ReadonlyMap<string, string>): Promise<void> {
  const entries = await readdir(target, { recursive: true, withFileTypes: true }).catch(absent);
  const paths = (entries === false ? [] : entries).map((entry) => ({
    path: relative(target, join(entry.parentPath, entry.name)),
    isFolder: entry.isDirectory(),
  }));
  for (const { isFolder, path } of paths) if (isFolder) await mkdir(join(fresh, path), { recursive: true });
  for (const { isFolder, path } of paths)
    if (!isFolder && !files.has(path)) keep(join(target, path), join(fresh, path));
}

/**
 * The same file under a second name, or a copy where the disk has no such thing. Not by promises: for a thousand files they cost
 * twice the processor (27 ms against 16 ms, and as much again for removing the old names).
 */
function keep(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

function absent(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false;
  throw error;
}
