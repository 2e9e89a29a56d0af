import { randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { GitFolder } from '../constructs/delivery/index.ts';
import { type Finding, PlatformError } from '../spec/finding.ts';
import { RELEASES_FOLDER } from '../spec/releases-folder.ts';
import { MANIFEST_FILE } from './manifest-file.ts';

/** Files that are read or written at the same time. */
const AT_ONCE = 32;

/** How a folder differs from what would be written. */
export interface FolderState {
  /** Files that are missing. */
  readonly missing: readonly string[];
  /** Files with other content. */
  readonly changed: readonly string[];
  /** Files that Plinth wrote before and would not write any more. */
  readonly stale: readonly string[];
}

/**
 * Writes a folder as a whole: it is prepared beside the old one and takes its place in one step, so that a reader (or a
 * crash) sees the old or the new, never a mixture.
 *
 * Released models below `releases/` stay as they are.
 *
 * @param seeds - files that are written where there are none. @default - none
 * @throws {PlatformError} `FOLDER_FOREIGN_FILES` if files of others stand in the folder; nothing is written or deleted.
 */
export async function writeFolder(
  folder: string,
  files: GitFolder,
  seeds: GitFolder = new Map(),
): Promise<FolderState> {
  const target = resolve(folder);
  const state = await compareFolder(target, files, seeds);
  const mark = `${basename(target)}.plinth-${randomBytes(4).toString('hex')}`;
  const fresh = join(dirname(target), `.${mark}.new`);
  const old = join(dirname(target), `.${mark}.old`);
  try {
    await prepare(fresh, seeds);
    await keepReleases(target, fresh);
    await prepare(fresh, files);
    const replaced = await rename(target, old).then(() => true, absent);
    await rename(fresh, target).catch(async (error) => {
      if (replaced) await rename(old, target);
      throw error;
    });
  } finally {
    await Promise.all([fresh, old].map((path) => rm(path, { recursive: true, force: true })));
  }
  return state;
}

/**
 * Compares a folder with what would be written, without writing.
 *
 * @throws {PlatformError} `FOLDER_FOREIGN_FILES` as {@link writeFolder} does.
 */
export async function compareFolder(
  folder: string,
  files: GitFolder,
  seeds: GitFolder = new Map(),
): Promise<FolderState> {
  const all = await filesBelow(resolve(folder));
  const present = all.filter((path) => files.has(path) || !path.startsWith(`${RELEASES_FOLDER}/`));
  const known = await writtenBefore(folder, present);
  const foreign = present.filter((path) => !known.has(path) && !files.has(path));
  const unmarked = present.length > 0 && !present.includes(MANIFEST_FILE);
  if (foreign.length > 0 || unmarked) throw foreignFiles(folder, foreign.length > 0 ? foreign : present);
  const missing = [
    ...[...files.keys()].filter((path) => !present.includes(path)),
    ...[...seeds.keys()].filter((path) => !all.includes(path)),
  ];
  const changed: string[] = [];
  const kept = [...files].filter(([path]) => present.includes(path));
  await sideBySide(kept, async ([path, text]) => {
    if ((await readFile(join(folder, path), 'utf8')) !== text) changed.push(path);
  });
  return { missing, changed: changed.sort(), stale: present.filter((path) => !files.has(path)) };
}

async function prepare(folder: string, files: GitFolder): Promise<void> {
  const folders = new Set([...files.keys()].map((path) => dirname(join(folder, path))));
  for (const each of folders) await mkdir(each, { recursive: true });
  await sideBySide([...files], ([path, text]) => writeFile(join(folder, path), text));
}

/** Takes released models over; they are not `synth`’s to change. */
async function keepReleases(from: string, to: string): Promise<void> {
  const releases = join(from, RELEASES_FOLDER);
  await cp(releases, join(to, RELEASES_FOLDER), { recursive: true, force: true }).catch(absent);
}

/** Does the work for all files, several at a time: one by one the disk waits for us, all at once there are too many open. */
async function sideBySide<T>(files: readonly T[], work: (file: T) => Promise<void>): Promise<void> {
  for (let done = 0; done < files.length; done += AT_ONCE)
    await Promise.all(files.slice(done, done + AT_ONCE).map(work));
}

/** Files that the folder's own description, and the kustomizations beside it, account for. */
async function writtenBefore(folder: string, present: readonly string[]): Promise<ReadonlySet<string>> {
  if (!present.includes(MANIFEST_FILE)) return new Set();
  const listed = JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')) as { files?: unknown };
  const paths = Array.isArray(listed.files)
    ? listed.files.filter((path): path is string => typeof path === 'string')
    : [];
  return new Set([MANIFEST_FILE, ...paths]);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(absent);
  if (entries === false) return [];
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function absent(error: NodeJS.ErrnoException): false {
  if (error.code === 'ENOENT') return false;
  throw error;
}

function foreignFiles(folder: string, paths: readonly string[]): PlatformError {
  const shown = paths.slice(0, 5).join(', ');
  const finding: Finding = {
    code: 'FOLDER_FOREIGN_FILES',
    level: 'error',
    at: '(output)',
    problem: `${folder} holds ${paths.length} file${paths.length === 1 ? '' : 's'} that Plinth did not write: ${shown}${paths.length > 5 ? ', …' : ''}`,
    fix: 'choose another folder with --out, or move those files away; Plinth deletes nothing it did not write',
    place: { file: folder, line: 1, column: 1 },
  };
  return new PlatformError([finding]);
}
