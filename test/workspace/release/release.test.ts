import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newRelease } from '../../../workspace/release/new-release.ts';
import { promote, rollback } from '../../../workspace/release/promote.ts';
import { alone } from '../../../workspace/release/release-lock.ts';
import { renderEndpoints } from '../../../workspace/release/render-endpoints.ts';
import { verifyReleases } from '../../../workspace/release/verify-releases.ts';
import { DEFECTS, pipeline, ReleaseHome, refusal, servingPlatform, testSigner, VISION_CI } from './release-sample.ts';

let home: ReleaseHome;
beforeEach(() => {
  home = new ReleaseHome();
});
afterEach(() => home.remove());

const codes = async (work: () => Promise<unknown>) => (await refusal(work)).map(({ code }) => code);
const full = { ...DEFECTS, weight: 100 };

describe('a new release', () => {
  test('is appended with its number and the digest of the one before it', async () => {
    await home.release('a', 'b');
    const [first, second] = [home.read('vision/defects/0001.yaml'), home.read('vision/defects/0002.yaml')];
    expect(first).not.toContain('previous:');
    expect(second).toContain('number: 2');
    expect(second).toMatch(/^previous: sha256:[0-9a-f]{64}$/m);
    expect(home.read('vision/defects/head.yaml')).toContain('number: 2');
  });

  test('that is the same as the newest changes nothing', async () => {
    await home.release('a');
    const before = home.files();
    const made = await newRelease(home.folder, DEFECTS, { content: pipeline('a') }, home.desk);
    expect(made).toMatchObject({ number: 1, repeated: true });
    expect(home.files()).toEqual(before);
  });

  test.each([
    [
      'a tag where a digest is needed',
      { model: { ...(pipeline('b').model as object), uri: 'oci://registry.example.org/vision/defects:v2' } },
      'RELEASE_DIGEST_MISSING',
      'model.uri',
    ],
    [
      'another digest than the address names',
      { model: { ...(pipeline('b').model as object), digest: `sha256:${'0'.repeat(64)}` } },
      'RELEASE_DIGEST_WRONG',
      'model.digest',
    ],
    [
      'a runtime by tag',
      { runtime: { image: 'docker.io/example/onnx:latest' } },
      'RELEASE_DIGEST_MISSING',
      'runtime.image',
    ],
    [
      'an unknown form of dataset',
      { dataset: { kind: 'folder', uri: '/data' } },
      'RELEASE_SHAPE_INVALID',
      'dataset.kind',
    ],
    [
      'a dataset version that moves',
      { dataset: { kind: 'objectVersion', uri: 's3://lab/x', version: 'latest' } },
      'RELEASE_DATASET_MOVING',
      'dataset.version',
    ],
    ['a gate that fails', { metrics: { accuracy: 0.89, 'f1/test': 0.9 } }, 'RELEASE_GATE_FAILED', 'gate[0]'],
    ['a metric that was not measured', { metrics: { 'f1/test': 0.9 } }, 'RELEASE_GATE_FAILED', 'gate[0]'],
    ['no gate', { gate: [] }, 'RELEASE_SHAPE_INVALID', 'gate'],
    ['no signature', { signature: undefined }, 'RELEASE_UNSIGNED', 'signature'],
    [
      'an unknown signer',
      { signature: { ...(pipeline('b').signature as object), signer: 'vision-c' } },
      'RELEASE_SIGNER_UNKNOWN',
      'signature.signer',
    ],
    [
      'the signature of another model',
      { signature: pipeline('other').signature },
      'RELEASE_SIGNATURE_INVALID',
      'signature.bundle',
    ],
    [
      'the model of another team',
      {
        model: {
          ...(pipeline('b').model as object),
          uri: (pipeline('b').model as { uri: string }).uri.replace('/vision/', '/speech/'),
        },
      },
      'RELEASE_MODEL_TEAM',
      'model.uri',
    ],
    [
      'another format than the endpoint serves',
      { model: { ...(pipeline('b').model as object), format: 'sklearn' } },
      'RELEASE_FORMAT_WRONG',
      'model.format',
    ],
    [
      'a place in the row that is not the next',
      { metadata: { ...DEFECTS, number: 7 } },
      'RELEASE_PLACE_WRONG',
      'metadata',
    ],
    ['a field that there is not', { datset: {} }, 'RELEASE_SHAPE_INVALID', 'datset'],
  ])('with %s is refused, and the folder is as before', async (_, change, code, at) => {
    await home.release('a');
    const before = home.files();
    const content = pipeline('b', change);
    const findings = await refusal(() => newRelease(home.folder, DEFECTS, { content }, home.desk));
    expect(findings.map((each) => [each.code, each.at])).toContainEqual([code, at]);
    for (const { fix, problem } of findings) expect(`${problem}${fix}`).not.toContain('undefined');
    expect(home.files()).toEqual(before);
  });

  test('of an endpoint that there is not names the nearest', async () => {
    const [found] = await refusal(() =>
      newRelease(home.folder, { team: 'vision', endpoint: 'defect' }, { content: pipeline('a') }, home.desk),
    );
    expect(found).toMatchObject({ code: 'RELEASE_ENDPOINT_UNKNOWN', fix: 'write vision/defects, or add it' });
  });

  test('by a signer of another team is refused', async () => {
    const signers = [{ kind: 'key' as const, name: 'vision-ci', publicKey: VISION_CI.publicKey, teams: ['speech'] }];
    const other = new ReleaseHome(servingPlatform({ releases: { signers } }));
    expect(await codes(() => other.release('a'))).toEqual(['RELEASE_SIGNER_TEAM']);
    other.remove();
  });

  test('without a signature only warns where none is required', async () => {
    const signers = [{ kind: 'key' as const, name: 'vision-ci', publicKey: VISION_CI.publicKey }];
    const lenient = new ReleaseHome(servingPlatform({ releases: { signers, required: false } }));
    const content = pipeline('a', { signature: undefined });
    const made = await newRelease(lenient.folder, DEFECTS, { content }, lenient.desk);
    expect(made.findings.map(({ code, level }) => [code, level])).toEqual([['RELEASE_UNSIGNED', 'warning']]);
    lenient.remove();
  });

  test('whose dataset is gone is refused where somebody knows', async () => {
    const askDataset = async () => ({ state: 'gone' as const, because: 'registry answered 404' });
    const work = () => newRelease(home.folder, DEFECTS, { content: pipeline('a') }, { ...home.desk, askDataset });
    expect(await codes(work)).toEqual(['RELEASE_DATASET_GONE']);
  });

  test('twenty at once all get a number of their own', async () => {
    const seeds = Array.from({ length: 20 }, (_, index) => `seed ${index}`);
    await Promise.all(seeds.map((seed) => home.release(seed)));
    const found = await verifyReleases(home.folder, home.desk);
    expect(found).toMatchObject({ releases: 20, findings: [], signatures: { valid: 20 } });
  });
});

describe('a promotion', () => {
  test('gives the others the rest in proportion, and whole numbers', async () => {
    await home.release('a', 'b', 'c');
    await promote(home.desk, { ...full, number: 1 });
    await promote(home.desk, { ...DEFECTS, number: 2, weight: 33 });
    const { to } = await promote(home.desk, { ...DEFECTS, number: 3, weight: 10 });
    expect(to.map(({ release, weight }) => [release, weight])).toEqual([
      [1, 60],
      [2, 30],
      [3, 10],
    ]);
    expect(home.read('vision/kustomization.yaml')).toContain('- ./defects');
    expect(home.read('vision/admission.yaml')).toMatch(/defects-r3: sha256:[0-9a-f]{64} sha256:[0-9a-f]{64}/);
    expect(home.read('vision/defects/endpoint.yaml')).toContain('name: defects-r2');
  });

  test('by headers alone leaves the weights', async () => {
    await home.release('a', 'b');
    await promote(home.desk, { ...full, number: 1 });
    const { to } = await promote(home.desk, { ...DEFECTS, weight: 0, headers: { 'x-canary': 'yes' } });
    expect(to).toMatchObject([
      { release: 1, weight: 100 },
      { release: 2, weight: 0, headers: { 'x-canary': 'yes' } },
    ]);
  });

  test('of the same again writes nothing', async () => {
    await home.release('a');
    await promote(home.desk, full);
    const before = home.files();
    expect(await promote(home.desk, full)).toMatchObject({ changed: false });
    expect(home.files()).toEqual(before);
  });

  test('that leaves requests unanswered is refused', async () => {
    await home.release('a');
    const before = home.files();
    expect(await codes(() => promote(home.desk, { ...DEFECTS, weight: 10 }))).toEqual(['TRAFFIC_SUM']);
    expect(home.files()).toEqual(before);
  });

  test('of a release that there is not is refused', async () => {
    await home.release('a');
    expect(await codes(() => promote(home.desk, { ...full, number: 2 }))).toEqual(['RELEASE_MISSING']);
  });

  test.each([
    ['defects/0001.yaml', 'bytes: 4711', 'bytes: 4712', 'RELEASE_REWRITTEN'],
    ['defects/0002.yaml', 'accuracy: 0.94', 'accuracy: 0.95', 'RELEASE_REWRITTEN'],
    ['defects/head.yaml', 'number: 2', 'number: 1', 'RELEASE_UNRECORDED'],
  ])('finds %s rewritten', async (file, from, to, code) => {
    await home.release('a', 'b');
    home.write(`vision/${file}`, home.read(`vision/${file}`).replace(from, to));
    const before = home.files();
    expect(await codes(() => promote(home.desk, full))).toContain(code);
    expect(home.files()).toEqual(before);
  });

  test('refuses what the platform trusts no longer', async () => {
    await home.release('a');
    const signers = [{ kind: 'key' as const, name: 'vision-ci', publicKey: testSigner().publicKey }];
    const changed = new ReleaseHome(servingPlatform({ releases: { signers } }));
    expect(await codes(() => promote({ ...home.desk, spec: changed.spec }, full))).toEqual([
      'RELEASE_SIGNATURE_INVALID',
    ]);
    changed.remove();
  });

  test('ends what a crash left between two steps', async () => {
    await home.release('a');
    await promote(home.desk, full);
    const before = home.files();
    const releases = join(home.folder, 'releases');
    renameSync(join(releases, 'vision'), join(releases, '.vision.plinth-0123abcd.old'));
    mkdirSync(join(releases, '.vision.plinth-0123abcd.new/defects'), { recursive: true });
    writeFileSync(join(releases, '.writing'), '4194303\n');
    await renderEndpoints(home.desk);
    expect(home.files()).toEqual(before);
    await home.release('b');
    expect(home.read('vision/defects/head.yaml')).toContain('number: 2');
  });

  test('is refused while another program writes', async () => {
    await home.release('a');
    writeFileSync(join(home.folder, 'releases/.writing'), `${process.pid}\n`);
    expect(await codes(() => alone(home.folder, async () => undefined, 100))).toEqual(['RELEASE_FOLDER_BUSY']);
  });
});

describe('a rollback', () => {
  test('restores what was there before the newest release came in, however many steps it took', async () => {
    await home.release('a', 'b');
    await promote(home.desk, { ...full, number: 1 });
    const before = home.files();
    for (const weight of [10, 50, 100]) await promote(home.desk, { ...DEFECTS, weight });
    await rollback(home.desk, DEFECTS);
    expect(home.files()).toEqual(before);
  });

  test('to one release goes back to when it had all of it, or gives it all', async () => {
    await home.release('a', 'b', 'c');
    for (const number of [1, 2, 3]) await promote(home.desk, { ...full, number });
    expect((await rollback(home.desk, DEFECTS, 1)).to).toMatchObject([{ release: 1, weight: 100 }]);
    expect((await rollback(home.desk, DEFECTS, 3)).to).toMatchObject([{ release: 3, weight: 100 }]);
  });

  test('with nothing before it is refused', async () => {
    await home.release('a');
    expect(await codes(() => rollback(home.desk, DEFECTS))).toEqual(['RELEASE_ROLLBACK_NOTHING']);
    await promote(home.desk, full);
    expect(await codes(() => rollback(home.desk, DEFECTS))).toEqual(['RELEASE_ROLLBACK_NOTHING']);
  });

  test('is what reverting the commit of the promotion does, byte by byte', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd: home.folder,
        stdio: 'pipe',
      });
    git('init', '-q');
    const commit = (message: string) => git('add', '-A') && git('commit', '-q', '-m', message);
    await home.release('a', 'b');
    await promote(home.desk, { ...full, number: 1 });
    commit('first');
    await promote(home.desk, full);
    commit('promote b');
    await home.release('c');
    commit('release c');
    git('revert', '--no-edit', 'HEAD~1');
    const reverted = home.files();
    git('reset', '-q', '--hard', 'HEAD~1');
    await rollback(home.desk, DEFECTS);
    expect(home.files()).toEqual(reverted);
    expect((await verifyReleases(home.folder, home.desk)).git).toBe(true);
  });
});
