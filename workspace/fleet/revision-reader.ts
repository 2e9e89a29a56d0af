import { basename, relative, resolve, sep } from 'node:path';
import { PlatformError } from '../../spec/finding.ts';
import { run } from '../lock/run.ts';
import type { FileReader } from './load-fleet.ts';

/**
 * Reads files as they were at a Git revision; the working tree is not touched.
 *
 * @param repository - folder inside the working tree
 * @throws {PlatformError} `GIT_REVISION_UNKNOWN`, when it reads.
 */
export function revisionReader(repository: string, revision: string): FileReader {
  return async (file) => {
    const path = relative(repository, resolve(file)).split(sep).join('/');
    // Git would take `-…` for an option, some of which write files, and an empty revision for the index.
    const shown = /^(-|$)/.test(revision)
      ? { code: 1, stdout: '', stderr: 'it is empty or begins with a hyphen' }
      : await run('git', ['show', `${revision}:./${path}`], { cwd: repository });
    if (shown.code === 0) return new TextEncoder().encode(shown.stdout);
    throw new PlatformError([
      {
        code: 'GIT_REVISION_UNKNOWN',
        level: 'error',
        at: '(against)',
        problem: `${revision} is neither a folder nor a Git revision that holds ${basename(path)}: ${shown.stderr.trim().split('\n')[0] ?? ''}`,
        fix: 'name a rendered folder, a branch, a tag or a commit',
        place: { file, line: 1, column: 1 },
      },
    ]);
  };
}
