import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { objectsAtRevision } from '../../../workspace/difference/index.ts';
import { run } from '../../../workspace/lock/run.ts';
import { findingsOf } from './findings-of.ts';

let work = '';

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

async function git(...args: string[]): Promise<void> {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  const { code, stderr } = await run('git', [...identity, ...args], { cwd: work });
  if (code !== 0) throw new Error(stderr);
}

async function commit(files: Readonly<Record<string, string | Uint8Array>>, tag: string): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(work, path)), { recursive: true });
    await writeFile(join(work, path), text);
  }
  await git('add', '--all');
  await git('commit', '--quiet', '--message', tag);
  await git('tag', tag);
}

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'plinth-git-'));
  await git('init', '--quiet');
  await commit({ 'platforms/platform.yaml': 'x', 'platforms/out/10-operators/a.yaml': object('a') }, 'first');
  const many = Array.from({ length: 250 }, (_, index) => [`deploy/30-tenants/${index}.yaml`, object(`team-${index}`)]);
  const same = { 'deploy/10-operators/é ".yaml': object('same'), 'deploy/20-platform/b.yaml': object('same') };
  await commit({ ...same, ...Object.fromEntries(many), 'deploy/argocd/kustomization.yaml': object('no') }, 'second');
  await commit(
    { 'binary/10-operators/a.yaml': Uint8Array.from([0xff, 0xfe]), 'broken/10-operators/a.yaml': '{' },
    'third',
  );
});

afterAll(() => rm(work, { recursive: true }));

function namesAt(revision: string, path: string, folder = '.'): Promise<string[]> {
  return objectsAtRevision(join(work, folder), revision, path).then((found) =>
    found.map(({ metadata }) => metadata.name),
  );
}

test('reads the folder as it was, below the folder of the spec or below the root', async () => {
  await writeFile(join(work, 'platforms/out/10-operators/a.yaml'), object('edited-later'));
  expect(await namesAt('first', 'out', 'platforms')).toEqual(['a']);
  expect(await namesAt('first', 'platforms/out/', 'platforms')).toEqual(['a']);
  expect(await namesAt('HEAD~2', './platforms/out')).toEqual(['a']);
});

test('reads more files than one call of git takes, equal ones and odd names, in the order of the names', async () => {
  const names = await namesAt('second', 'deploy');
  expect(names).toHaveLength(252);
  expect(names.slice(0, 3)).toEqual(['same', 'same', 'team-0']);
  expect(new Set(names).size).toBe(251);
});

test.each([
  ['a revision that nobody made', 'nowhere', 'deploy', 'GIT_REVISION_UNKNOWN'],
  ['a revision that git would take for an option', '--since=1', 'deploy', 'GIT_REVISION_UNKNOWN'],
  ['an empty revision', '', 'deploy', 'GIT_REVISION_UNKNOWN'],
  ['a folder that was not there yet', 'first', 'deploy', 'GIT_PATH_UNKNOWN'],
  ['a folder outside of the repository', 'second', '../deploy', 'GIT_PATH_UNKNOWN'],
  ['a file instead of a folder', 'first', 'platforms/platform.yaml', 'GIT_PATH_UNKNOWN'],
  ['a folder that holds no platform', 'second', '.', 'FOLDER_NOT_RENDERED'],
  ['files in another encoding', 'third', 'binary', 'GIT_FILES_UNREADABLE'],
  ['files that are not YAML', 'third', 'broken', 'FOLDER_YAML_SYNTAX'],
])('refuses %s, and says what to do', async (_, revision, path, code) => {
  const [finding] = await findingsOf(() => objectsAtRevision(work, revision, path));
  expect(finding?.code).toBe(code);
  expect(finding?.fix).not.toBe('');
});

test('refuses a place without a repository', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'plinth-nogit-'));
  const findings = await findingsOf(() => objectsAtRevision(outside, 'HEAD', 'deploy'));
  await rm(outside, { recursive: true });
  expect(findings).toMatchObject([
    { code: 'GIT_REVISION_UNKNOWN', problem: expect.stringContaining('is not inside a Git repository') },
  ]);
});
