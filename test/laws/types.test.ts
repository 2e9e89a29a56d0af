import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { projectFiles, ROOT } from './project-files.ts';

/** Programs that the project's own check leaves out, and who checks them instead. */
const CHECKED_ELSEWHERE = {
  'test/refused/': 'must not compile: test/spec/refused.test.ts',
  'examples/extending/': 'compiles against the packed package: test/packaging/pack.test.ts',
} as const;

const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);

describe('the check of types', () => {
  it('reads every program of the project: product, tools, tests, bench and examples', () => {
    const read = new Set(fileNames.map((file) => file.slice(ROOT.length + 1)));
    const left = projectFiles(/\.ts$/)
      .map(({ path }) => path)
      .filter((path) => !read.has(path));
    const elsewhere = Object.keys(CHECKED_ELSEWHERE);
    expect(left.filter((path) => !elsewhere.some((folder) => path.startsWith(folder)))).toEqual([]);
    for (const folder of elsewhere)
      expect(
        left.some((path) => path.startsWith(folder)),
        folder,
      ).toBe(true);
  });

  it('is strict', () => {
    expect(options).toMatchObject({ strict: true, noUncheckedIndexedAccess: true, erasableSyntaxOnly: true });
  });
});
