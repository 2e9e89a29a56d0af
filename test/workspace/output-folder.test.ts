import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../spec/finding.ts';
import { compareFolder, writeFolder } from '../../workspace/output-folder.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plinth-folder-'));
});
afterEach(() => rm(home, { recursive: true }));

/** A rendered folder with the given files and the description that makes it Plinth's own. */
function folder(files: Record<string, string>): Map<string, string> {
  const all = new Map(Object.entries(files));
  return all.set('plinth.manifest.json', JSON.stringify({ files: [...all.keys()] }));
}

async function codes(work: Promise<unknown>): Promise<string[]> {
  return work.then(
    () => [],
    (error) => (error instanceof PlatformError ? error.findings.map(({ code }) => code) : Promise.reject(error)),
  );
}

describe('writeFolder', () => {
  test('writes every file and leaves nothing beside the folder', async () => {
    await writeFolder(join(home, 'out'), folder({ 'a/b.yaml': 'one' }));
    expect(await readFile(join(home, 'out/a/b.yaml'), 'utf8')).toBe('one');
    expect(await readdir(home)).toEqual(['out']);
  });

  test('makes folders above the output that are not there', async () => {
    await writeFolder(join(home, 'deep/er/out'), folder({ 'a.yaml': 'one' }));
    expect(await readFile(join(home, 'deep/er/out/a.yaml'), 'utf8')).toBe('one');
  });

  test('writes and compares more files than are open at once', async () => {
    const many = (text: string) =>
      folder(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a/${index}.yaml`, `${index} ${text}`])));
    await writeFolder(join(home, 'out'), many('old'));
    const { changed } = await writeFolder(join(home, 'out'), many('new'));
    expect(changed).toEqual([...many('new').keys()].filter((path) => path.startsWith('a/')).sort());
    for (const [path, text] of many('new')) expect(await readFile(join(home, 'out', path), 'utf8')).toBe(text);
  });

  test('takes away files that it wrote before and would not write any more', async () => {
    await writeFolder(join(home, 'out'), folder({ 'old.yaml': 'x', 'same.yaml': 'y' }));
    const state = await writeFolder(join(home, 'out'), folder({ 'same.yaml': 'y', 'new.yaml': 'z' }));
    expect(state).toMatchObject({ missing: ['new.yaml'], stale: ['old.yaml'] });
    expect((await readdir(join(home, 'out'))).sort()).toEqual(['new.yaml', 'plinth.manifest.json', 'same.yaml']);
  });

  test.each([
    [
      'beside its own',
      async (out: string) =>
        writeFolder(out, folder({ 'a.yaml': 'x' })).then(() => writeFile(join(out, 'notes.txt'), 'mine')),
    ],
    [
      'in a folder it never wrote',
      async (out: string) => mkdir(out).then(() => writeFile(join(out, 'notes.txt'), 'mine')),
    ],
    [
      'under a name it would write itself',
      async (out: string) => mkdir(out).then(() => writeFile(join(out, 'a.yaml'), 'mine')),
    ],
  ])('refuses a folder with files of others %s, and changes nothing', async (_, prepare) => {
    const out = join(home, 'out');
    await prepare(out);
    const before = await readdir(out);
    expect(await codes(writeFolder(out, folder({ 'a.yaml': 'changed' })))).toEqual(['FOLDER_FOREIGN_FILES']);
    expect(await readdir(out)).toEqual(before);
    expect(await readdir(home)).toEqual(['out']);
  });

  test('keeps the old folder whole when the new one cannot be prepared', async () => {
    const out = join(home, 'out');
    await writeFolder(out, folder({ 'a.yaml': 'old' }));
    const impossible = folder({ 'a.yaml': 'new', 'a.yaml/b.yaml': 'a file cannot hold a file' });
    await expect(writeFolder(out, impossible)).rejects.toThrow();
    expect(await readFile(join(out, 'a.yaml'), 'utf8')).toBe('old');
    expect(await readdir(home)).toEqual(['out']);
  });
});

describe('compareFolder', () => {
  test('says nothing about a folder that is up to date', async () => {
    await writeFolder(join(home, 'out'), folder({ 'a.yaml': 'x' }));
    expect(await compareFolder(join(home, 'out'), folder({ 'a.yaml': 'x' }))).toEqual({
      missing: [],
      changed: [],
      stale: [],
    });
  });

  test('names what is missing, changed and stale', async () => {
    await writeFolder(join(home, 'out'), folder({ 'a.yaml': 'x', 'b.yaml': 'x' }));
    const state = await compareFolder(join(home, 'out'), folder({ 'a.yaml': 'y', 'c.yaml': 'x' }));
    expect(state).toEqual({ missing: ['c.yaml'], changed: ['a.yaml', 'plinth.manifest.json'], stale: ['b.yaml'] });
  });
});
