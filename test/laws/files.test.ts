import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import biome from '../../biome.json' with { type: 'json' };
import { MARK } from '../../tools/import-crds/print-file.ts';
import { projectFiles } from './project-files.ts';

/** Longest file that a person is asked to read. Unit: lines. */
const LONGEST_FILE = 300;

/** Names that say nothing about what is in a file. */
const EMPTY_NAME = /^(utils?|helpers?|common|misc|manager)$/;

/** Files with such a word in their name, because the thing outside that they are about is called so. */
const UPSTREAM_NAMES = [
  'catalog/components/cert-manager.ts',
  'constructs/imports/cert-manager.gen.ts',
  'rehearsal/controllers/manager-config.ts',
  'rehearsal/manager-deployment.ts',
];

const all = projectFiles();
const programs = all.filter(({ path }) => /\.(ts|js|cjs|mjs)$/.test(path));
const written = programs.filter(({ path }) => !path.endsWith('.gen.ts'));

describe('a file', () => {
  it('says in its name what is in it', () => {
    const empty = programs
      .map(({ path }) => path)
      .filter((path) => !/^(test|bench)\//.test(path))
      .filter((path) => path.split(/[/.-]/).some((word) => EMPTY_NAME.test(word)));
    expect(empty.sort()).toEqual(UPSTREAM_NAMES.sort());
  });

  it(`has at most ${LONGEST_FILE} lines, unless it is generated`, () => {
    const long = written.filter(({ text }) => text.split('\n').length - 1 > LONGEST_FILE);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('has functions of at most 40 lines, which Biome counts', () => {
    const { level, options } = biome.linter.rules.complexity.noExcessiveLinesPerFunction;
    expect([level, options.maxLines]).toEqual(['error', 40]);
  });

  it('is called .gen.ts if and only if it is generated', () => {
    const marked = programs.filter(({ text }) => text.startsWith(MARK)).map(({ path }) => path);
    expect(marked).toEqual(programs.filter(({ path }) => path.endsWith('.gen.ts')).map(({ path }) => path));
    expect(marked.length).toBeGreaterThan(10);
  });
});

/** Hosts of package registries: how long their words are, and the beginning of their SHA-256. This file names none of them either. */
const REGISTRIES = [
  { words: [8, 5, 3], sha256: '0dc11026ac75c015' },
  { words: [8, 7, 3], sha256: '70bb4000cd2fab03' },
  { words: [8, 9, 3], sha256: '05b16d11407cc4e4' },
  { words: [5, 12, 3], sha256: 'c899567ee9068517' },
  { words: [5, 6, 3], sha256: '00a7dc5a0cc38858' },
];

function namesRegistry(text: string): boolean {
  return REGISTRIES.some(({ sha256, words }) => {
    // A lookahead, so that a host is found inside a longer name too.
    const shape = new RegExp(`(?=(${words.map((length) => `[a-z]{${length}}`).join('\\.')}))`, 'g');
    const candidates = new Set([...text.matchAll(shape)].map(([, host = '']) => host));
    return [...candidates].some((host) => hash('sha256', host).startsWith(sha256));
  });
}

/** What no file holds, except this one. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  'a note to do something later': /\b(TODO|FIXME|XXX|HACK)\b/,
  'a folder of one machine': /\/work\/(main|shared)\b|\/Users\/\w|\/home\/(runner|ubuntu|node)\b/,
  'a switched-off check without a reason':
    /@ts-(ignore|nocheck)|@ts-expect-error\s*$|eslint-disable|biome-ignore [\w/]+:?\s*$/m,
};

describe.each(Object.entries(FORBIDDEN))('no file holds %s', (_, pattern) => {
  it('anywhere', () => {
    const found = all.filter(({ path, text }) => path !== 'test/laws/files.test.ts' && pattern.test(text));
    expect(found.map(({ path }) => path)).toEqual([]);
  });
});

describe('no file names a package registry', () => {
  it('anywhere', () => {
    expect(all.filter(({ text }) => namesRegistry(text)).map(({ path }) => path)).toEqual([]);
  });

  it('which is told from other hosts of the same length', () => {
    const host = ['registry', 'npmjs', 'org'].join('.');
    expect([`see https://my${host}/left-pad`, 'see https://registry.atlas.org'].map(namesRegistry)).toEqual([
      true,
      false,
    ]);
  });
});
