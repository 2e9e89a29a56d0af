import { posix } from 'node:path';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { run } from '../lock/run.ts';

/** Files that are read by one call of git; more would make its command line too long. */
const AT_ONCE = 200;

/** A file as git stores it. */
interface StoredFile {
  /** Path below the folder that was asked for. */
  readonly path: string;
  /** Name of its content. */
  readonly blob: string;
  /** Length. Unit: bytes. */
  readonly bytes: number;
}

/**
 * The text files of a folder as they were at a Git revision.
 *
 * @param repository - folder inside the working tree
 * @param path - folder below `repository`, or below the root of the repository
 * @param wanted - which files; paths below the folder
 * @throws {PlatformError} `TOOL_MISSING` without git, `GIT_REVISION_UNKNOWN` for an unknown revision or outside of a
 * repository, `GIT_PATH_UNKNOWN` where the revision has no such folder, `GIT_FILES_UNREADABLE` where git or the encoding fails.
 */
export async function filesAtRevision(
  repository: string,
  revision: string,
  path: string,
  wanted: (path: string) => boolean,
): Promise<ReadonlyMap<string, string>> {
  const commit = await commitOf(repository, revision);
  const files = (await listed(repository, commit, path, revision)).filter((file) => wanted(file.path));
  const texts = new Map<string, string>();
  for (let from = 0; from < files.length; from += AT_ONCE)
    for (const [name, text] of await contents(repository, revision, files.slice(from, from + AT_ONCE)))
      texts.set(name, text);
  return texts;
}

async function commitOf(repository: string, revision: string): Promise<string> {
  // A revision never begins with `-`; git would take it for an option.
  const asked = revision.startsWith('-')
    ? { code: 1, stdout: '', stderr: '' }
    : await run('git', ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], { cwd: repository });
  if (asked.code === 0) return asked.stdout.trim();
  if (asked.code === 127)
    throw refused('TOOL_MISSING', 'git cannot be run; revisions are read with it', 'install git from your system');
  const inside = await run('git', ['rev-parse', '--git-dir'], { cwd: repository });
  if (inside.code !== 0)
    throw refused(
      'GIT_REVISION_UNKNOWN',
      `${repository} is not inside a Git repository that can be read: ${firstLine(inside.stderr)}`,
      'run it inside the clone, or compare with a rendered folder',
    );
  throw refused(
    'GIT_REVISION_UNKNOWN',
    `the repository has no revision ${JSON.stringify(revision)}`,
    'name a branch, tag or commit that `git log` shows; fetch it first if it is on the remote only',
  );
}

async function listed(repository: string, commit: string, path: string, revision: string): Promise<StoredFile[]> {
  const prefix = (await run('git', ['rev-parse', '--show-prefix'], { cwd: repository })).stdout.trim();
  for (const folder of new Set([posix.join(prefix, path), posix.join(path)])) {
    const below = folder === '.' || folder === './' ? '' : `${folder.replace(/\/+$/, '')}/`;
    const tree = ['ls-tree', '-r', '-l', '-z', '--full-tree', `${commit}:${below}`];
    const { code, stdout } = await run('git', tree, { cwd: repository });
    if (code === 0) return stdout.split('\0').flatMap(storedFile);
  }
  throw refused(
    'GIT_PATH_UNKNOWN',
    `revision ${revision} has no folder ${path}`,
    `name the rendered folder as it was called then; \`git ls-tree -d -r --name-only ${revision}\` lists folders`,
  );
}

/** Reads `mode type object size<tab>path`; links and submodules hold no text. */
function storedFile(line: string): StoredFile[] {
  const [, blob = '', bytes = '', path = ''] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line) ?? [];
  return blob === '' ? [] : [{ path, blob, bytes: Number(bytes) }];
}

async function contents(
  repository: string,
  revision: string,
  files: readonly StoredFile[],
): Promise<(readonly [path: string, text: string])[]> {
  const blobs = new Map(files.map(({ blob, bytes }) => [blob, bytes]));
  const { code, stderr, stdout } = await run('git', ['show', '--no-textconv', ...blobs.keys()], { cwd: repository });
  const whole = Buffer.from(stdout);
  const ends = new Map<string, number>();
  let end = 0;
  for (const [blob, bytes] of blobs) {
    end += bytes;
    ends.set(blob, end);
  }
  // Git joins the files without a border; their lengths tell where one ends, unless one is not UTF-8.
  if (code !== 0 || whole.byteLength !== end)
    throw refused(
      'GIT_FILES_UNREADABLE',
      `the files of revision ${revision} cannot be read as UTF-8 text: ${firstLine(stderr) || 'another encoding'}`,
      'check the revision out with `git worktree add` and compare with that folder',
    );
  return files.map(({ blob, bytes, path }) => {
    const to = ends.get(blob) ?? 0;
    return [path, whole.subarray(to - bytes, to).toString()] as const;
  });
}

function refused(code: Uppercase<string>, problem: string, fix: string): PlatformError {
  const finding: Finding = { code, level: 'error', at: '(against)', problem, fix };
  return new PlatformError([finding]);
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
