import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { differences, earlierObjects, renderedObjects } from '../../../workspace/difference/index.ts';
import { run } from '../../../workspace/lock/run.ts';
import { writeFolder } from '../../../workspace/output-folder.ts';
import { renderFolder } from '../../../workspace/rendered-folder.ts';
import { samplePlatform } from '../../sample.ts';
import { findingsOf } from './findings-of.ts';

let work = '';
const file = () => join(work, 'platform.yaml');
const written = renderFolder(parsePlatform(samplePlatform()).spec);

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'plinth-earlier-'));
  await writeFile(file(), JSON.stringify(samplePlatform()));
  await writeFolder(join(work, 'out'), written.files);
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '--message', 'first'],
  ])
    expect(await run('git', args, { cwd: work })).toMatchObject({ code: 0 });
  await writeFile(file(), 'changed since');
});

afterAll(() => rm(work, { recursive: true }));

test.each<[string, () => Promise<readonly object[]>]>([
  ['the rendered folder', () => earlierObjects(file(), join(work, 'out'))],
  ['the rendered folder at a revision', () => earlierObjects(file(), 'HEAD', 'out')],
  ['the spec at a revision', () => earlierObjects(file(), 'HEAD')],
])('%s gives every object that the platform had', async (_, earlier) => {
  const objects = (await earlier()) as ReturnType<typeof renderedObjects>;
  expect(objects).toHaveLength(renderedObjects(written).length);
  expect(differences(objects, renderedObjects(written))).toEqual([]);
});

test.each(['nowhere', '--output=/dev/null', ''])('%j, neither a folder nor a revision, is refused', async (against) => {
  expect(await findingsOf(() => earlierObjects(file(), against))).toMatchObject([{ code: 'GIT_REVISION_UNKNOWN' }]);
});
