import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TARGET_KINDS } from '../spec/target.ts';
import { preparePlatform } from '../workspace/prepare-platform.ts';

/** The folder that a reviewer would read, file by file. */
describe('the examples render the folders that a reviewer approved', () => {
  test.each(TARGET_KINDS)('%s', async (target) => {
    const golden = join('test/golden', target);
    const { folder } = await preparePlatform(`examples/${target}/platform.yaml`);
    for (const [path, text] of folder.files) await expect(text).toMatchFileSnapshot(join('golden', target, path));
    expect(filesBelow(golden)).toEqual([...folder.files.keys()].sort());
  });

  test.each(TARGET_KINDS)(
    '%s has no field that an API server leaves out, which a delivery would write again for ever',
    async (target) => {
      const { folder } = await preparePlatform(`examples/${target}/platform.yaml`);
      const emptied = [...folder.files].filter(([, text]) => /^\s+match(Labels|Expressions): (\{\}|\[\])$/m.test(text));
      expect(emptied.map(([path]) => path)).toEqual([]);
    },
  );

  test('the same teams everywhere: only the place differs', async () => {
    const teams = await Promise.all(
      TARGET_KINDS.map(async (target) => (await preparePlatform(`examples/${target}/platform.yaml`)).spec.teams),
    );
    for (const each of teams) expect(each).toEqual(teams[0]);
  });
});

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
