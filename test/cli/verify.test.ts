import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { latencies, points } from '../verification/sample.ts';
import { times } from '../verification/seeded.ts';
import { plinth } from './run-plinth.ts';
import { runVerb } from './run-verb.ts';

const home = mkdtempSync(join(tmpdir(), 'plinth-verify-cli-'));
const at = (name: string) => join(home, name);
const FILE = at('verification.json');
const DIGEST = `registry.example.org/plinth@sha256:${'b'.repeat(64)}`;

function written(name: string, content: unknown): string {
  writeFileSync(at(name), JSON.stringify(content));
  return at(name);
}

function data(name: string, factor: number): string {
  const arm = (seed: number, slowness: number) =>
    points(latencies(seed, 60, { factor: slowness })).map((point) => [point.at, point.value]);
  return written(name, { series: { 'shop/latency': { baseline: arm(1, 1), canary: arm(2, factor) } } });
}

beforeAll(() => {
  written('verification.json', {
    apiVersion: 'plinth.dev/v1alpha1',
    kind: 'Verification',
    metadata: { name: 'shop' },
    arms: { baseline: { revision: 'stable' }, canary: { revision: 'canary' } },
    services: [{ name: 'shop', metrics: [{ name: 'latency', kind: 'latency', query: 'latency{$arm}' }] }],
  });
});
afterAll(() => rmSync(home, { recursive: true }));

describe('plinth verify', () => {
  test('ends with 0 for a good release and 1 for a bad one, with the verdict on standard output', async () => {
    const good = await runVerb(['verify', FILE, '--data', data('good.json', 1)]);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toMatch(/^✓ pass {2}shop: promote it\n/);
    const bad = await runVerb(['verify', FILE, '--data', data('bad.json', 1.6)]);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/^✕ fail {2}shop: roll it back\n/);
  });

  test('ends with 1 for a release that nobody can judge', async () => {
    const { code, stdout } = await runVerb(['verify', FILE, '--data', written('none.json', { series: {} })]);
    expect([code, stdout.split('\n')[0]]).toEqual([1, '? inconclusive  shop: hold it for a person']);
  });

  test('prints JSON without series, and writes reports', async () => {
    const [html, markdown] = [at('report.html'), at('report.md')];
    const reports = ['--html', html, '--markdown', markdown];
    const { code, stdout } = await runVerb(['verify', FILE, '--data', data('bad.json', 1.6), '--json', ...reports]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'fail', action: 'roll back', decidedBy: ['shop/latency'] });
    expect(readFileSync(markdown, 'utf8')).toMatch(/^## ✕ shop: fail, roll it back\n/);
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).not.toMatch(/NaN|undefined|<script|https?:/);
  });

  test('says how often releases failed before', async () => {
    const past = times(40, (place) => ({ component: 'shop', at: 1_700_000_000 + place, failed: place % 10 === 0 }));
    const { stdout } = await runVerb([
      'verify',
      FILE,
      '--data',
      data('good.json', 1),
      '--history',
      written('past.json', past),
    ]);
    expect(stdout).toContain('of 40 past releases 10 % (95 % sure of 4 to 23 %) failed');
    expect(stdout).toContain('all past releases are of one component: its rate is that of all');
  });

  test('stops a wave where nobody can say whether promises hold', async () => {
    const { code, stdout } = await runVerb(['verify', '--burn', '--prometheus', 'http://127.0.0.1:9']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\? not known {2}Prometheus could not be asked: no connection \(.*\): stop\n$/);
    const json = await runVerb(['verify', '--burn', '14.4', '--prometheus', 'http://127.0.0.1:9', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'not known', broken: [] });
  });

  test.each([
    [['--burn', 'much'], 'expected a number, 1 to 1000'],
    [['--burn', '6', '--watch', 'long'], 'expected a whole number with a unit'],
    [['--burn', '--prometheus', 'http://127.0.0.1:9', '--endpoint', 'vision/defects'], 'cannot be used with'],
    [['--prometheus', 'http://127.0.0.1:9'], 'nothing to judge'],
    [[FILE, '--prometheus', 'http://127.0.0.1:9', '--endpoint', 'vision/defects'], '--endpoint needs --out DIR'],
  ])('could not run: %s', (args, words) => {
    const { code, stderr } = plinth(['verify', ...args]);
    expect([code, stderr.includes(words)], stderr).toEqual([2, true]);
  });

  test.each([
    [['--act'], '--act needs --endpoint'],
    [['--watch', '5m'], '--watch needs --burn'],
    [['--endpoint', 'vision/defects', '--out', 'x', '--arm', 'canary.a=b'], '--arm is for a verification file'],
    [['--endpoint', 'vision/defects', '--out', 'x', '--history', 'past.json'], '--history is for a verification file'],
  ])('says of %s that nothing would come of it, instead of passing over it', async (args, words) => {
    const { code, stderr } = await runVerb(['verify', FILE, '--prometheus', 'http://127.0.0.1:9', ...args]);
    expect([code, stderr.includes(words)], stderr).toEqual([2, true]);
  });

  test('says of a platform’s spec that it is none of a release', async () => {
    const spec = written('platform.json', { apiVersion: 'plinth.dev/v1alpha1', kind: 'Platform' });
    const { code, stderr } = await runVerb(['verify', spec, '--prometheus', 'http://127.0.0.1:9']);
    expect([code, stderr.includes('VERIFICATION_KIND_WRONG')]).toEqual([2, true]);
  });

  test('prints the analysis of Argo Rollouts', async () => {
    const where = ['--analysis', 'team-shop/judge', '--prometheus', 'http://prometheus:9090'];
    const { code, stdout } = await runVerb(['verify', FILE, ...where, '--image', DIGEST]);
    expect(code).toBe(0);
    const objects = parseAllDocuments(stdout).map((document) => document.toJS() as { kind: string });
    expect(objects.map(({ kind }) => kind)).toEqual(['ConfigMap', 'AnalysisTemplate']);
    expect((await runVerb(['verify', FILE, ...where, '--image', 'plinth:1'])).code).toBe(2);
    expect((await runVerb(['verify', FILE, '--analysis', 'judge', '--image', DIGEST])).code).toBe(2);
  });

  test.each([
    ['nothing to ask', []],
    ['two sources', ['--data', 'a.json', '--prometheus', 'http://a']],
    ['an address that is none', ['--prometheus', 'prometheus:9090']],
    ['a label that is none', ['--data', 'a.json', '--arm', 'other.a=b']],
    ['data that is not there', ['--data', at('nowhere.json')]],
    ['a history that is none', ['--data', at('nowhere.json'), '--history', FILE]],
    ['a report that has no place', ['--data', at('nowhere.json'), '--html', at('no/report.html')]],
  ])('ends with 2, not with a verdict, for %s', (_, args) => {
    const { code, stderr, stdout } = plinth(['verify', FILE, ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain('mistake of its own');
  });

  test('ends with 2 for a verification that is wrong, with its line', async () => {
    writeFileSync(at('wrong.yaml'), 'apiVersion: plinth.dev/v1alpha1\nkind: Verification\nlook: 5\n');
    const { code, stderr } = await runVerb(['verify', at('wrong.yaml'), '--data', 'a.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('wrong.yaml:3:1');
    expect(stderr).toContain('fix: write looks');
  });
});
