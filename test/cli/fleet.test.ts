import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { latencies, points } from '../verification/sample.ts';
import { plinth } from './run-plinth.ts';
import { runVerb } from './run-verb.ts';

let home: string;
let file: string;
let out: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plinth-fleet-cli-'));
  cpSync('examples/fleet', join(home, 'fleet'), { recursive: true });
  file = join(home, 'fleet/fleet.yaml');
  out = join(home, 'deploy');
});
afterEach(() => rmSync(home, { recursive: true }));

function change(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

describe('plinth validate of a fleet', () => {
  test('says who runs whose jobs, in which order, and why', () => {
    const { code, stderr } = plinth(['validate', file]);
    expect(code).toBe(0);
    expect(stderr).toContain('control  manager');
    expect(stderr).toContain('vision   paris (40Ti of its data, 4.00 $/h a unit), then oslo (3.00 $/h a unit)');
    expect(stderr).toContain('speech   oslo (3.00 $/h a unit), then paris (4.00 $/h a unit)');
  });

  test('shows the mistakes of all platforms at once, each in its own file', async () => {
    change(join(home, 'fleet/paris.yaml'), 'infiniband', 'infinband');
    change(join(home, 'fleet/oslo.yaml'), 'max: 2', 'max: 1');
    const { code, stderr } = await runVerb(['validate', file]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/paris\.yaml:\d+:\d+ .*SPEC_SHAPE_INVALID\n {2}paris: /);
    expect(stderr).toMatch(/oslo\.yaml:\d+:\d+ .*POOL_NODES_RANGE\n {2}oslo: /);
  });

  test('cannot run without the file of a platform', async () => {
    rmSync(join(home, 'fleet/paris.yaml'));
    const { code, stderr } = await runVerb(['validate', file]);
    expect(code).toBe(2);
    expect(stderr).toContain('FILE_MISSING');
  });
});

describe('plinth synth of a fleet', () => {
  test('writes a folder for each platform, and knows when they are up to date', async () => {
    expect((await runVerb(['synth', file, '--out', out])).code).toBe(0);
    for (const name of ['control', 'paris', 'oslo'])
      expect(existsSync(join(out, name, 'plinth.manifest.json')), name).toBe(true);
    const description = JSON.parse(readFileSync(join(out, 'plinth.fleet.json'), 'utf8'));
    expect(description).toMatchObject({
      fleet: 'world',
      orders: { vision: [{ worker: 'paris' }, { worker: 'oslo' }] },
    });
    expect((await runVerb(['synth', file, '--out', out, '--check'])).code).toBe(0);
    writeFileSync(join(out, 'oslo/external.json'), '{}');
    const check = await runVerb(['synth', file, '--out', out, '--check']);
    expect([check.code, check.stderr]).toEqual([1, expect.stringContaining('~ oslo/external.json')]);
  });

  test('writes nothing at all while one platform is wrong', async () => {
    change(join(home, 'fleet/oslo.yaml'), 'max: 2', 'max: 1');
    expect((await runVerb(['synth', file, '--out', out])).code).toBe(1);
    expect(existsSync(out)).toBe(false);
  });

  test('writes nothing at all while others’ files stand in one of the folders', async () => {
    mkdirSync(join(out, 'oslo'), { recursive: true });
    writeFileSync(join(out, 'oslo/notes.txt'), 'mine');
    const { code, stderr } = await runVerb(['synth', file, '--out', out]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('FOLDER_FOREIGN_FILES')]);
    expect(existsSync(join(out, 'control'))).toBe(false);
  });

  test('leaves the folder of a platform that is gone, and says so', async () => {
    await runVerb(['synth', file, '--out', out]);
    change(file, '  - { name: oslo, role: worker, region: eu-north, file: oslo.yaml }\n', '');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, text.indexOf('promotion:')));
    const { code, stderr } = await runVerb(['synth', file, '--out', out]);
    expect([code, stderr]).toEqual([0, expect.stringContaining('FLEET_FOLDER_LEFT')]);
    expect(existsSync(join(out, 'oslo/plinth.manifest.json'))).toBe(true);
    expect((await runVerb(['synth', file, '--out', out, '--check'])).code).toBe(1);
  });
});

describe('plinth diff of a fleet', () => {
  test('compares platform by platform with what was rendered', async () => {
    await runVerb(['synth', file, '--out', out]);
    expect(await runVerb(['diff', file, '--against', out])).toMatchObject({ code: 0, stdout: '' });
    change(join(home, 'fleet/oslo.yaml'), 'guaranteed: 8, borrowable: 8', 'guaranteed: 4, borrowable: 12');
    const { code, stdout } = await runVerb(['diff', file, '--against', out, '--json']);
    expect(code).toBe(1);
    // What the manager counts at most is the same: only Oslo changes.
    expect(Object.keys(JSON.parse(stdout).differences)).toEqual(['oslo']);
  });

  test('compares with the fleet, and with one of its platforms, at a Git revision', async () => {
    const git = (...words: string[]) => spawnSync('git', ['-C', join(home, 'fleet'), ...words]);
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-q', '-m', 'first');
    change(join(home, 'fleet/paris.yaml'), 'min: 4, max: 4', 'min: 6, max: 6');
    const whole = await runVerb(['diff', file, '--against', 'HEAD', '--json']);
    expect(Object.keys(JSON.parse(whole.stdout).differences)).toEqual(['paris']);
    expect((await runVerb(['diff', `${file}#paris`, '--against', 'HEAD'])).code).toBe(1);
    expect((await runVerb(['diff', `${file}#oslo`, '--against', 'HEAD'])).code).toBe(0);
    expect((await runVerb(['diff', file, '--against', 'nothing'])).stderr).toContain('GIT_REVISION_UNKNOWN');
  });
});

describe('a platform of a fleet', () => {
  test('is named after #, in every verb', async () => {
    expect((await runVerb(['validate', `${file}#paris`])).stderr).toContain('valid: paris on existing');
    expect((await runVerb(['cost', `${file}#oslo`])).stdout).toContain('train-h100');
  });

  test('must be named where a verb is about one, and must be there', async () => {
    const unnamed = await runVerb(['graph', file]);
    expect([unnamed.code, unnamed.stderr]).toEqual([1, expect.stringContaining('FLEET_PLATFORM_UNNAMED')]);
    const unknown = await runVerb(['cost', `${file}#pars`]);
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringMatching(/FLEET_PLATFORM_UNKNOWN[\s\S]*write paris/),
    ]);
  });

  test('is one after the other where a verb does the same for all', async () => {
    const { code, stderr } = await runVerb(['cost', file]);
    expect(code).toBe(0);
    for (const name of ['control', 'paris', 'oslo']) expect(stderr).toContain(`fleet.yaml#${name}`);
  });
});

describe('plinth fleet promote', () => {
  const behind = () => {
    change(
      file,
      '  training: { frameworks: [torch] }',
      '  training: { frameworks: [torch] }\n  components: { kueue: { version: 0.19.1 } }',
    );
    writeFileSync(
      join(home, 'fleet/oslo.yaml'),
      `${readFileSync(join(home, 'fleet/oslo.yaml'), 'utf8')}components: { kueue: { version: 0.19.2 } }\n`,
    );
  };

  test('writes nothing while a gate does not hold, and says why', async () => {
    behind();
    const before = readFileSync(file, 'utf8');
    const { code, stderr } = await runVerb(['fleet', 'promote', file]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /fleet\.yaml:\d+:\d+ {2}error {2}FLEET_EVIDENCE_MISSING\n {2}rest: promotion\[1\]\.gates\[1\]: /,
    );
    expect(readFileSync(file, 'utf8')).toBe(before);
    const json = await runVerb(['fleet', 'promote', file, '--check', '--json']);
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([
      1,
      { holds: false, written: [], promotions: [{ stage: 'rest', gates: [{ gate: 'soak', holds: false }, {}, {}] }] },
    ]);
  });

  test('writes where every gate holds, but not with --check', async () => {
    behind();
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/ {4}gates:\n( {6}.*\n)+/, ''));
    expect(await runVerb(['fleet', 'promote', file, '--check'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('every gate holds; nothing is written'),
    });
    const { code, stderr } = await runVerb(['fleet', 'promote', file, '--to', 'rest']);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`written: ${file}`)]);
    expect(await runVerb(['fleet', 'promote', file])).toMatchObject({
      code: 0,
      stderr: 'no stage is behind the stages before it: nothing to promote\n',
    });
  });

  test('takes the verdict that plinth verify prints of the platform, and no other', async () => {
    behind();
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/ {4}gates:\n( {6}.*\n)+/, '    gates: [{ kind: verdict }]\n'));
    const [verification, series] = [join(home, 'verification.json'), join(home, 'series.json')];
    const metrics = [{ name: 'latency', kind: 'latency', query: 'latency{$arm}' }];
    writeFileSync(
      verification,
      JSON.stringify({
        ...{ apiVersion: 'plinth.dev/v1alpha1', kind: 'Verification', metadata: { name: 'shop' } },
        arms: { baseline: { cluster: 'paris' }, canary: { cluster: 'oslo' } },
        services: [{ name: 'shop', metrics }],
      }),
    );
    const arm = (seed: number) => points(latencies(seed, 60)).map((point) => [point.at, point.value]);
    writeFileSync(series, JSON.stringify({ series: { 'shop/latency': { baseline: arm(1), canary: arm(2) } } }));
    const judged = async (...platform: string[]) => {
      const { stdout } = await runVerb(['verify', verification, '--data', series, '--json', ...platform]);
      writeFileSync(join(home, 'verdict.json'), stdout);
      return runVerb(['fleet', 'promote', file, '--check', '--evidence', `verdict=${join(home, 'verdict.json')}`]);
    };
    expect((await judged()).stderr).toContain('it does not say of which platform it is; --platform does');
    expect((await judged('--platform', `${file}#paris`)).stderr).toContain('FLEET_EVIDENCE_OTHER');
    expect(await judged('--platform', `${file}#oslo`)).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/says promote of this very spec, \d+s ago/),
    });
  });

  test('cannot run without the file, and knows what evidence there is', async () => {
    expect((await runVerb(['fleet', 'promote', join(home, 'none.yaml')])).code).toBe(2);
    const wrong = plinth(['fleet', 'promote', file, '--evidence', 'score=x.json']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('expected verdict, rehearsal or approval')]);
  });
});
