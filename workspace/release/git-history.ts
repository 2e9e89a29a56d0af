import { relative, resolve } from 'node:path';
import type { Finding } from '../../spec/finding.ts';
import { RELEASES_FOLDER } from '../../spec/releases-folder.ts';
import { run } from '../lock/run.ts';
import { folderFinding } from './release-finding.ts';
import { numberOfFile } from './release-paths.ts';

/** What Git remembers of releases. */
export interface GitHistory {
  /** Releases that some commit changed after they were made. */
  readonly findings: readonly Finding[];
  /** Whether Git was asked; if not, why. */
  readonly asked: true | string;
}

/**
 * Asks Git whether a commit ever changed a release that was there: the one thing that a row of digests cannot show, if somebody
 * rewrites all of it.
 */
export async function gitHistory(folder: string): Promise<GitHistory> {
  const log = await run(
    'git',
    ['log', '--diff-filter=M', '--format=%x00%h %an', '--name-only', '--relative', '--', RELEASES_FOLDER],
    { cwd: resolve(folder) },
  );
  if (log.code === 127) return { findings: [], asked: 'git is not installed' };
  if (log.code !== 0) return { findings: [], asked: 'the folder is not in a Git repository with commits' };
  const commits = log.stdout.split('\0').filter((text) => text.trim() !== '');
  const findings = commits.flatMap((text) => {
    const [commit = '', ...paths] = text.trim().split('\n');
    return paths
      .filter(
        (path) => /^releases\/[^/]+\/[^/]+\//.test(path) && numberOfFile(path.split('/').at(-1) ?? '') !== undefined,
      )
      .map((path) => changed(folder, path, commit));
  });
  return { findings, asked: true };
}

function changed(folder: string, path: string, commit: string): Finding {
  const [hash = '', ...author] = commit.split(' ');
  return folderFinding('RELEASE_REWRITTEN', relative('', resolve(folder, path)), {
    problem: `commit ${hash} of ${author.join(' ')} changed it after it was made`,
    fix: `look at it: git show ${hash}; a release is never changed, the next one says what is different`,
  });
}
