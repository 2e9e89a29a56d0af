import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../constructs/core/index.ts';
import { bundleOf, hex, pipeline, servingPlatform, VISION_CI } from '../workspace/release/release-sample.ts';
import { runVerb } from './run-verb.ts';

let home: string;
let at: { readonly file: string; readonly out: string };
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'plinth-release-cli-'));
  at = { file: join(home, 'platform.yaml'), out: join(home, 'deploy') };
  writeFileSync(at.file, JSON.stringify(servingPlatform()));
  expect(await runVerb(['synth', at.file, '--out', at.out])).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(home, { recursive: true }));

const run = (verb: string, ...args: string[]) => runVerb(['release', verb, at.file, '--out', at.out, ...args]);
const objects = (path: string): KubernetesObject[] =>
  parseAllDocuments(readFileSync(join(at.out, 'releases', path), 'utf8')).map(
    (each) => each.toJS() as KubernetesObject,
  );

/** What a pipeline writes, and what cosign writes beside it. */
function pipelineFiles(seed: string, change: object = {}) {
  const { signature: _, ...content } = pipeline(seed, change as Record<string, unknown>);
  const [from, bundle] = [join(home, `${seed}.json`), join(home, `${seed}.sigstore.json`)];
  writeFileSync(from, JSON.stringify(content, null, 2));
  // protojson puts spaces where it likes.
  writeFileSync(bundle, JSON.stringify(bundleOf(VISION_CI, `sha256:${hex(seed)}`)).replaceAll(',', ', '));
  return ['--from', from, '--bundle', bundle];
}

describe('plinth release, one step after the other', () => {
  test('synth leaves a place for releases, and lists the teams that have one', () => {
    expect(objects('kustomization.yaml')).toMatchObject([{ resources: ['./speech', './vision'] }]);
    expect(objects('vision/kustomization.yaml')).toMatchObject([{ resources: ['admission.yaml'] }]);
    expect(objects('vision/admission.yaml')).toMatchObject([{ kind: 'ConfigMap', data: {} }]);
    expect(readFileSync(join(at.out, 'argocd/apps/40-releases.yaml'), 'utf8')).toContain('path: clusters/lab/releases');
  });

  test('new appends, from the files of a pipeline', async () => {
    const { code, stderr, stdout } = await run('new', 'vision/defects', ...pipelineFiles('a'));
    expect(stderr).toContain('releases/vision/defects/0001.yaml');
    expect([code, stdout]).toEqual([0, '']);
  });

  test('new shows every mistake with its line in the pipeline’s file, and writes nothing', async () => {
    const files = pipelineFiles('bad', { gate: ['accuracy >= 0.99'], metrics: { accuracy: 0.94 } });
    const { code, stderr } = await run('new', 'vision/defects', ...files);
    expect(code).toBe(1);
    expect(stderr).toMatch(/bad\.json:\d+:\d+ {2}error {2}RELEASE_GATE_FAILED/);
    expect((await run('list', 'vision/defects', '--json')).stdout).not.toContain('"number": 2');
  });

  test('promote renders the endpoint as the platform does, and lists the release for the API server', async () => {
    expect(await run('promote', 'vision/defects', '--weight', '100')).toMatchObject({ code: 0 });
    const rendered = objects('vision/defects/endpoint.yaml');
    const server = rendered.find(({ kind }) => kind === 'InferenceService');
    const { annotations, name } = server?.metadata ?? {};
    expect(name).toBe('defects-r1');
    const listed = `${annotations?.['plinth.dev/release']} ${annotations?.['plinth.dev/model-digest']}`;
    expect(objects('vision/admission.yaml')).toMatchObject([{ data: { 'defects-r1': listed } }]);
    expect(rendered.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['HTTPRoute', 'SecurityPolicy']));
    const args = expect.arrayContaining(['verify']);
    expect(server?.spec).toMatchObject({ predictor: { initContainers: [{ name: 'model-signature', args }] } });
  });

  test('a canary by weight and header reaches the route', async () => {
    await run('new', 'vision/defects', ...pipelineFiles('b'));
    const { stderr } = await run('promote', 'vision/defects', '--weight', '10', '--header', 'x-canary=yes');
    expect(stderr).toContain('release 1 100 % → release 1 90 %, release 2 10 %');
    const route = objects('vision/defects/endpoint.yaml').find(({ kind }) => kind === 'HTTPRoute');
    expect(JSON.stringify(route?.spec)).toMatch(
      /"x-canary".*"weight":90.*"weight":10|"weight":90.*"weight":10.*"x-canary"/,
    );
  });

  test('show prints the lineage, and list what there is', async () => {
    const { code, stdout } = await run('show', 'vision/defects');
    expect(code).toBe(0);
    for (const word of [
      'dataset',
      'lakefs://defects/images',
      'code',
      'run',
      'gate',
      'passed accuracy >= 0.9: 0.94',
      'model',
      'valid: key of vision-ci',
      'runtime',
      '90 %',
      '10 %',
    ])
      expect(stdout).toContain(word);
    expect((await run('list')).stdout.split('\n').slice(0, 2)).toEqual([
      expect.stringContaining('vision/defects    2  10 %'),
      expect.stringContaining('vision/defects    1  90 %'),
    ]);
  });

  test('synth again leaves releases as they are, and --check finds nothing', async () => {
    const before = readFileSync(join(at.out, 'releases/vision/defects/endpoint.yaml'), 'utf8');
    expect((await runVerb(['synth', at.file, '--out', at.out])).code).toBe(0);
    expect(readFileSync(join(at.out, 'releases/vision/defects/endpoint.yaml'), 'utf8')).toBe(before);
    expect(await runVerb(['synth', at.file, '--out', at.out, '--check'])).toMatchObject({ code: 0 });
  });

  test('rollback takes the canary back', async () => {
    expect((await run('rollback', 'vision/defects')).stderr).toContain('→ release 1 100 %');
  });

  test('replay prints the job of an old release, held for the queue', async () => {
    const { code, stdout } = await run('replay', 'vision/defects', '1', '--', 'python', 'evaluate.py');
    expect(code).toBe(0);
    const { metadata, spec } = parse(stdout) as {
      metadata: object;
      spec: { template: { spec: { containers: object[] } } };
    };
    expect(metadata).toMatchObject({
      name: 'defects-r1-replay',
      namespace: 'vision',
      labels: { 'kueue.x-k8s.io/queue-name': expect.any(String) },
    });
    expect(spec).toMatchObject({ suspend: true, backoffLimit: 0 });
    const [container] = spec.template.spec.containers;
    expect(container).toMatchObject({ command: ['python', 'evaluate.py'], image: expect.stringContaining('@sha256:') });
  });

  test('verify is content', async () => {
    const { code, stderr } = await run('verify');
    expect(code).toBe(0);
    expect(stderr).toContain('2 releases of 1 endpoints');
    expect(stderr).toContain('2 valid, 0 invalid');
  });

  test('a rewritten release is found by verify and by synth --check', async () => {
    const file = join(at.out, 'releases/vision/defects/0001.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('ada@example.org', 'eve@example.org'));
    for (const { code, stderr } of [
      await run('verify'),
      await runVerb(['synth', at.file, '--out', at.out, '--check']),
    ]) {
      expect(code).toBe(1);
      expect(stderr).toContain('RELEASE_REWRITTEN');
    }
    writeFileSync(file, text);
  });

  test('a platform that changed makes what is rendered old, and render puts it right', async () => {
    const text = readFileSync(at.file, 'utf8');
    writeFileSync(at.file, text.replace('"accelerators":1', '"accelerators":2'));
    await runVerb(['synth', at.file, '--out', at.out]);
    expect((await runVerb(['synth', at.file, '--out', at.out, '--check'])).stderr).toContain('RELEASE_RENDERED_OLD');
    expect((await run('render')).stderr).toContain('vision/defects/endpoint.yaml');
    expect(await runVerb(['synth', at.file, '--out', at.out, '--check'])).toMatchObject({ code: 0 });
    writeFileSync(at.file, text);
  });

  test.each([
    ['a name that is none', ['show', 'defects'], 1, 'RELEASE_NAME_INVALID'],
    ['a weight that is none', ['promote', 'vision/defects', '--weight', '101'], 2, 'expected a whole number, 0 to 100'],
    ['an endpoint without releases', ['show', 'speech/words'], 1, 'RELEASE_NOTHING_SERVED'],
    ['a file that is not there', ['new', 'vision/defects', '--from', 'nowhere.json'], 2, 'FILE_MISSING'],
  ])('refuses %s', async (_, [verb = '', ...args], code, text) => {
    const found = await run(verb, ...args);
    expect(found.code).toBe(code);
    expect(found.stderr).toContain(text);
  });

  test('refuses a folder that is not rendered, or is another platform’s', async () => {
    const bare = await runVerb(['release', 'list', at.file, '--out', home]);
    expect([bare.code, bare.stderr]).toEqual([2, expect.stringContaining('FOLDER_NOT_RENDERED')]);
  });
});
