import { stat } from 'node:fs/promises';
import { dirname, join, posix, resolve } from 'node:path';
import type { KubernetesObject } from '../../constructs/core/index.ts';
import { PlatformError } from '../../spec/finding.ts';
import { objectsAtRevision, readObjects, renderedObjects } from '../difference/index.ts';
import { buildFleet, drawn } from './built-fleet.ts';
import { revisionReader } from './revision-reader.ts';

/**
 * The objects that the platforms of a fleet are compared with: those of a rendered folder of folders, of one at a Git revision,
 * or of the fleet itself, with the files that it names, as it was at a Git revision.
 *
 * @param against - a folder, or a Git revision
 * @param names - platforms of today
 * @param path - rendered folder inside the repository. @default - the fleet at that revision is rendered instead
 * @returns by platform; one that was not there is missing
 * @throws {PlatformError} `GIT_REVISION_UNKNOWN` if it is neither a folder nor a revision that holds the fleet.
 */
export async function earlierFleet(
  file: string,
  against: string,
  names: readonly string[],
  path?: string,
): Promise<ReadonlyMap<string, readonly KubernetesObject[]>> {
  if (await isFolder(against)) return present(names, (name) => readObjects(join(against, name)));
  const repository = dirname(resolve(file));
  if (path !== undefined)
    return present(names, (name) => objectsAtRevision(repository, against, posix.join(path, name)));
  const { members } = await buildFleet(file, undefined, revisionReader(repository, against));
  return new Map(members.map((each) => [each.loaded.member.name, renderedObjects(drawn(each).folder)]));
}

/** Objects of the platforms that were there. */
async function present(names: readonly string[], read: (name: string) => Promise<readonly KubernetesObject[]>) {
  const found = await Promise.all(names.map(async (name) => [name, await read(name).catch(missing)] as const));
  return new Map(found.flatMap(([name, objects]) => (objects === undefined ? [] : [[name, objects] as const])));
}

function missing(error: unknown): undefined {
  const codes = error instanceof PlatformError ? error.findings.map(({ code }) => code) : [];
  if (codes.some((code) => code === 'FOLDER_MISSING' || code === 'GIT_PATH_UNKNOWN')) return undefined;
  throw error;
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
