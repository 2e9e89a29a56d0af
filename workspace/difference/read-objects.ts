import { readdir, readFile } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import type { KubernetesObject } from '../../constructs/core/index.ts';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { holdsObjects, objectsOf } from './object-files.ts';
import { filesAtRevision } from './revision-files.ts';

/**
 * All Kubernetes objects of a rendered folder: those of the waves, and what Argo CD or Flux is told.
 *
 * @throws {PlatformError} `FOLDER_MISSING` if there is no such folder, `FOLDER_NOT_RENDERED` if it holds no wave, and
 * what {@link objectsOf} finds.
 */
export async function readObjects(folder: string): Promise<readonly KubernetesObject[]> {
  const paths = (await filesBelow(folder)).filter(holdsObjects).sort();
  if (paths.length === 0) throw notRendered(folder);
  const files = await Promise.all(
    paths.map(async (path) => [join(folder, path), await readFile(join(folder, path), 'utf8')] as const),
  );
  return objectsOf(files);
}

/**
 * All Kubernetes objects of a rendered folder as they were at a Git revision; the working tree is not touched.
 *
 * @param repository - folder inside the working tree
 * @param path - rendered folder below `repository`, or below the root of the repository
 * @throws {PlatformError} what {@link filesAtRevision} finds, `FOLDER_NOT_RENDERED` if the folder held no wave then, and
 * what {@link objectsOf} finds.
 */
export async function objectsAtRevision(
  repository: string,
  revision: string,
  path: string,
): Promise<readonly KubernetesObject[]> {
  const files = await filesAtRevision(repository, revision, path, holdsObjects);
  if (files.size === 0) throw notRendered(`${revision}:${path}`);
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return objectsOf(sorted.map(([file, text]) => [`${revision}:${posix.join(path, file)}`, text] as const));
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch (error) {
    throw finding(
      'FOLDER_MISSING',
      folder,
      `it is not a folder that can be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`,
      'name the folder that `plinth synth --out` wrote',
    );
  }
}

function notRendered(folder: string): PlatformError {
  return finding(
    'FOLDER_NOT_RENDERED',
    folder,
    'it holds no rendered platform: no folder such as 10-operators, argocd or flux',
    'name the folder that `plinth synth --out` wrote, not one above or below it',
  );
}

function finding(code: Uppercase<string>, file: string, problem: string, fix: string): PlatformError {
  const one: Finding = { code, level: 'error', at: '(against)', problem: `${file}: ${problem}`, fix };
  return new PlatformError([one]);
}
