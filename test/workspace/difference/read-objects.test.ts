import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import { differences, readObjects, renderedObjects } from '../../../workspace/difference/index.ts';
import { renderFolder } from '../../../workspace/rendered-folder.ts';
import { samplePlatform } from '../../sample.ts';
import { findingsOf } from './findings-of.ts';

let work = '';

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'plinth-read-'));
});

afterAll(() => rm(work, { recursive: true }));

async function folder(name: string, files: Iterable<readonly [path: string, text: string]>): Promise<string> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(work, name, path)), { recursive: true });
    await writeFile(join(work, name, path), text);
  }
  return join(work, name);
}

const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

test.each(['argocd', 'flux'] as const)(
  'a written folder for %s holds what was rendered, no more and no less',
  async (kind) => {
    const delivery = { kind, repository: 'https://git.example.org/lab.git', path: 'clusters/lab' };
    const written = renderFolder(parsePlatform(samplePlatform({ delivery })).spec);
    const read = await readObjects(await folder(kind, written.files));
    expect(differences(read, renderedObjects(written))).toEqual([]);
    expect(read).toHaveLength(renderedObjects(written).length);
    expect(read.map((each) => each.kind)).toContain(kind === 'flux' ? 'GitRepository' : 'Application');
  },
);

test('only YAML files of waves and delivery are read, and kustomize’s own are not', async () => {
  const read = await readObjects(
    await folder('some', [
      ['10-operators/a.yaml', `${object('a')}---\n${object('b')}---\n`],
      ['flux/add-ons/kueue.yml', object('c')],
      ['10-operators/kustomization.yaml', object('no')],
      ['argocd/bootstrap/values.yaml', 'dex: {enabled: false}'],
      ['10-operators/README.md', object('no')],
      ['external.json', '{}'],
      ['platform.yaml', object('no')],
      ['.git/10-operators/a.yaml', object('no')],
    ]),
  );
  expect(read.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c']);
});

test('texts that look like dates, numbers or words for yes keep what Plinth wrote', async () => {
  const text =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {day: 2026-01-01, "on": "yes", oct: 0o17}\n';
  const [read] = await readObjects(await folder('odd', [['10-operators/a.yaml', text]]));
  expect(read?.['data']).toEqual({ day: '2026-01-01', on: 'yes', oct: '0o17' });
});

test('every mistake in every file is found at once, with its place', async () => {
  const broken = await folder('broken', [
    ['10-operators/a.yaml', `${object('a')}---\na: [1\nb: 2\n`],
    ['20-platform/b.yaml', `# a list\n- a\n---\n${object('b')}---\nkind: ConfigMap\n---\ntext\n`],
    ['20-platform/c.yaml', `a: &a [x]\nb: [${'*a, '.repeat(200)}]\n`],
  ]);
  const findings = await findingsOf(() => readObjects(broken));
  expect(findings.map(({ code, place }) => `${code} ${place?.file.slice(broken.length + 1)}:${place?.line}`)).toEqual([
    'FOLDER_YAML_SYNTAX 10-operators/a.yaml:6',
    'FOLDER_OBJECT_INCOMPLETE 20-platform/b.yaml:2',
    'FOLDER_OBJECT_INCOMPLETE 20-platform/b.yaml:8',
    'FOLDER_OBJECT_INCOMPLETE 20-platform/b.yaml:10',
    'FOLDER_YAML_SYNTAX 20-platform/c.yaml:1',
  ]);
});

test('a folder that is not there, is a file, or holds no platform is refused', async () => {
  const file = join(await folder('file', [['a', 'x']]), 'a');
  const empty = await folder('empty', [['platform.yaml', object('no')]]);
  expect(await findingsOf(() => readObjects(join(work, 'none')))).toMatchObject([{ code: 'FOLDER_MISSING' }]);
  expect(await findingsOf(() => readObjects(file))).toMatchObject([{ code: 'FOLDER_MISSING' }]);
  expect(await findingsOf(() => readObjects(empty))).toMatchObject([{ code: 'FOLDER_NOT_RENDERED' }]);
});
