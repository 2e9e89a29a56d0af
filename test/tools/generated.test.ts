import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { originMark } from '../../tools/import-crds/crd-source.ts';
import { KUBERNETES } from '../../tools/import-crds/kubernetes-kinds.ts';
import { MARK } from '../../tools/import-crds/print-file.ts';
import { CRD_FILES } from '../../tools/import-crds/sources.ts';

/** All generated files together stay below this, in KiB, so that the compiler stays fast. */
const TOTAL_KIBIBYTES = 470;

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'constructs/imports');
const files = readdirSync(folder).filter((name) => name.endsWith('.gen.ts'));
const classDoc = /^\/\*\* [a-z0-9./-]+ [A-Za-z0-9]+, (namespaced|cluster-scoped)\. \*\/$/;

function lines(name: string): readonly string[] {
  return readFileSync(join(folder, name), 'utf8').split('\n');
}

it('is there for every component that is listed, and for no other', () => {
  expect(files).toEqual(['kubernetes', ...CRD_FILES.map(({ name }) => name)].map((name) => `${name}.gen.ts`).sort());
});

describe.each(files)('%s', (name) => {
  it('begins with the mark of generated code and the checksums of its sources', () => {
    const [first = '', second = ''] = lines(name);
    expect(first.startsWith(MARK)).toBe(true);
    expect(second).toMatch(/^\/\/ sha256:[0-9a-f]{64} \S+$/);
  });

  it('was made from the versions that the catalogue has now', () => {
    const [first = ''] = lines(name);
    const sources = CRD_FILES.find((file) => `${file.name}.gen.ts` === name)?.sources;
    const wanted = sources?.map(({ origin }) => originMark(origin)) ?? [`${KUBERNETES.path}@${KUBERNETES.version}`];
    for (const mark of wanted) expect(first).toContain(mark);
  });

  it('has no prose but our own line above each class', () => {
    const body = lines(name).filter((line, index) => index > 0 && !line.startsWith('// sha256:'));
    const comments = body.filter((line) => /\/\*|\*\/|^\s*(\/\/|\*)/.test(line));
    expect(comments.filter((line) => !classDoc.test(line))).toEqual([]);
  });
});

it('stays small', () => {
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(bytes / 1024).toBeLessThan(TOTAL_KIBIBYTES);
});

it('type-checks, and refuses what the usage file says must not compile', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { compilerOptions: config.compilerOptions, files: [] },
    ts.sys,
    root,
  );
  const sources = readdirSync(folder).map((name) => join(folder, name));
  const program = ts.createProgram([...sources, join(import.meta.dirname, 'imports.test.ts')], options);
  const problems = program.getSourceFiles().flatMap((file) => {
    const own = file.fileName.startsWith(root) && !file.fileName.includes('/node_modules/');
    return own ? [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)] : [];
  });
  expect(
    problems.map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  ).toEqual([]);
});
