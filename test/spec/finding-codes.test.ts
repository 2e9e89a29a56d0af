import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** A finding's code: at least two words in capitals, in quotes. */
const CODE = /'([A-Z]+(?:_[A-Z]+)+)'/g;
/** Words of that form that are no codes: keys of a Secret, events of Harbor, and a mistake as the YAML reader calls it. */
const NO_CODES = [
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AZURE_STORAGE_ACCESS_KEY', 'DUPLICATE_KEY'],
  ...['DELETE_ARTIFACT', 'PULL_ARTIFACT', 'PUSH_ARTIFACT', 'QUOTA_WARNING', 'TAG_RETENTION'],
  ...['SCANNING_COMPLETED', 'SCANNING_FAILED'],
];

function textsOf(pattern: string): { readonly path: string; readonly text: string }[] {
  return globSync(pattern, { cwd: ROOT }).map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

const SOURCES = textsOf('spec/**/*.ts');
const TESTS = textsOf('test/**/*.test.ts')
  .map(({ text }) => text)
  .join('\n');

function codesIn({ text }: { readonly text: string }): string[] {
  const words = [...text.matchAll(CODE)].map(([, code]) => code ?? '');
  return [...new Set(words)].filter((word) => !NO_CODES.includes(word));
}

test('every code of the spec is provoked by a test', () => {
  const codes = [...new Set(SOURCES.flatMap(codesIn))].sort();
  expect(codes.length).toBeGreaterThan(70);
  expect(codes.filter((code) => !TESTS.includes(code))).toEqual([]);
});

test('every code is raised in one file only', () => {
  const owners = new Map<string, string[]>();
  for (const source of SOURCES)
    for (const code of codesIn(source)) owners.set(code, [...(owners.get(code) ?? []), basename(source.path)]);
  expect([...owners].filter(([, files]) => files.length > 1)).toEqual([]);
});

test('every rule file is in the list of rules, under the name of its file', () => {
  const index = readFileSync(join(ROOT, 'spec/rules/index.ts'), 'utf8');
  for (const { path } of textsOf('spec/rules/*.ts').filter((each) => basename(each.path) !== 'index.ts')) {
    const file = basename(path, '.ts');
    const name = file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(index).toContain(`import { ${name} } from './${file}.ts';`);
    expect(index).toContain(`  ${name},\n`);
  }
});
