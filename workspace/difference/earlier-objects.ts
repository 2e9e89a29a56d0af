import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { KubernetesObject } from '../../constructs/core/index.ts';
import { PlatformError } from '../../spec/finding.ts';
import { fleetAddress } from '../fleet/fleet-address.ts';
import { loadMember } from '../fleet/load-fleet.ts';
import { revisionReader } from '../fleet/revision-reader.ts';
import { lockFolderOf, readLock } from '../lock/lock-folder.ts';
import { run } from '../lock/run.ts';
import { isProgram, parseYaml } from '../platform-file.ts';
import { renderFolder } from '../rendered-folder.ts';
import { objectsAtRevision, readObjects } from './read-objects.ts';
import { renderedObjects } from './rendered-objects.ts';

/**
 * The objects that a platform is compared with: those of a rendered folder, of a rendered folder at a Git revision, or
 * of the spec itself as it was at a Git revision.
 *
 * @param against - a folder, or a Git revision
 * @param path - rendered folder inside the repository. @default - the spec at that revision is rendered instead
 * @throws {PlatformError} `GIT_REVISION_UNKNOWN` if it is neither a folder nor a revision that holds the spec.
 * @throws {PlatformError} `GIT_REVISION_PROGRAM` if the spec is a program, whose parts at that revision nobody has.
 */
export async function earlierObjects(
  file: string,
  against: string,
  path?: string,
): Promise<readonly KubernetesObject[]> {
  const folder = await stat(against).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (folder) return readObjects(against);
  const repository = dirname(resolve(file));
  if (path !== undefined) return objectsAtRevision(repository, against, path);
  // Git would take `-…` for an option, some of which write files, and an empty revision for the index.
  if (/^(-|$)/.test(against)) throw unknownRevision(file, against, 'it is empty or begins with a hyphen');
  if (isProgram(file)) throw programAtRevision(file, against);
  const address = fleetAddress(file);
  if (address !== undefined) {
    const { spec } = await loadMember(address, revisionReader(repository, against));
    return renderedObjects(renderFolder(spec, await readLock(lockFolderOf(file))));
  }
  const shown = await run('git', ['show', `${against}:./${basename(file)}`], { cwd: repository });
  if (shown.code !== 0) throw unknownRevision(file, against, shown.stderr);
  const { spec } = parseYaml(`${against}:${file}`, new TextEncoder().encode(shown.stdout));
  return renderedObjects(renderFolder(spec, await readLock(lockFolderOf(file))));
}

function programAtRevision(file: string, against: string): PlatformError {
  return new PlatformError([
    {
      code: 'GIT_REVISION_PROGRAM',
      level: 'error',
      at: '(against)',
      problem: `${file} is a program, and what it imports is not there as it was at ${against}`,
      fix: 'compare with the rendered folder at that revision: add --path DIR',
      place: { file, line: 1, column: 1 },
    },
  ]);
}

function unknownRevision(file: string, against: string, words: string): PlatformError {
  return new PlatformError([
    {
      code: 'GIT_REVISION_UNKNOWN',
      level: 'error',
      at: '(against)',
      problem: `${against} is neither a folder nor a Git revision that holds ${file}: ${words.trim().split('\n')[0] ?? ''}`,
      fix: 'name a rendered folder, a branch, a tag or a commit',
      place: { file, line: 1, column: 1 },
    },
  ]);
}
