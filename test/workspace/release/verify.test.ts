import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lineage } from '../../../workspace/release/lineage.ts';
import { promote } from '../../../workspace/release/promote.ts';
import { renderEndpoints, staleFiles } from '../../../workspace/release/render-endpoints.ts';
import { verifyReleases } from '../../../workspace/release/verify-releases.ts';
import { DEFECTS, pipeline, ReleaseHome } from './release-sample.ts';

let home: ReleaseHome;
beforeEach(() => {
  home = new ReleaseHome();
});
afterEach(() => home.remove());

const full = { ...DEFECTS, weight: 100 };

describe('lineage', () => {
  test('says everything about what is served, from the traffic to the data', async () => {
    await home.release('a', 'b');
    await promote(home.desk, { ...full, number: 1 });
    await promote(home.desk, { ...DEFECTS, weight: 10 });
    const { served, statesBefore } = await lineage(home.folder, DEFECTS, home.spec);
    expect(statesBefore).toBe(1);
    expect(served).toMatchObject([
      { number: 1, weight: 90, asPromoted: true, signature: { verdict: 'valid', signer: 'vision-ci' } },
      { number: 2, weight: 10, gate: [{ rule: 'accuracy >= 0.9', measured: 0.94, passed: true }, { passed: true }] },
    ]);
    const { signature: _, ...known } = pipeline('b');
    expect(served[1]?.release).toMatchObject(known);
  });

  test('shows that a file was changed since it was promoted', async () => {
    await home.release('a');
    await promote(home.desk, full);
    home.write('vision/defects/0001.yaml', home.read('vision/defects/0001.yaml').replace('bytes: 4711', 'bytes: 4712'));
    const { served } = await lineage(home.folder, DEFECTS, home.spec);
    expect(served[0]?.asPromoted).toBe(false);
  });
});

describe('verify', () => {
  test.each([
    ['weights that add up to 90', 'weight: 100', 'weight: 90', 'TRAFFIC_SUM'],
    ['a share of a release that is not there', 'release: 2', 'release: 5', 'RELEASE_TRAFFIC_UNKNOWN'],
    [
      'a share of another document',
      /digest: sha256:[0-9a-f]{64}/,
      `digest: sha256:${'0'.repeat(64)}`,
      'RELEASE_REWRITTEN',
    ],
  ])('finds %s', async (_, from, to, code) => {
    await home.release('a', 'b');
    await promote(home.desk, full);
    home.write('vision/defects/traffic.yaml', home.read('vision/defects/traffic.yaml').replace(from, to));
    const { findings } = await verifyReleases(home.folder, home.desk);
    expect(findings.map((each) => each.code)).toEqual([code]);
    expect(findings[0]?.place?.file).toContain('traffic.yaml');
  });

  test('finds two releases at full weight', async () => {
    await home.release('a', 'b');
    await promote(home.desk, { ...full, number: 1 });
    const [first = '', rest = ''] = home.read('vision/defects/traffic.yaml').split('before:');
    const share = /traffic:\n((?: {2}.*\n)+)/.exec(first)?.[1] ?? '';
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(home.read('vision/defects/head.yaml'))?.[1];
    const second = share.replace('release: 1', 'release: 2').replace(/sha256:[0-9a-f]{64}/, digest ?? '');
    home.write(
      'vision/defects/traffic.yaml',
      `${first}${second}before:${rest}`.replace(share + second, share + second),
    );
    const { findings } = await verifyReleases(home.folder, home.desk);
    expect(findings.map((each) => each.code)).toEqual(['TRAFFIC_FULL_TWICE']);
  });

  test('finds a release that was deleted, and one that was put into the place of another', async () => {
    await home.release('a', 'b', 'c');
    home.write('vision/defects/0003.yaml', home.read('vision/defects/0002.yaml'));
    const wrong = await verifyReleases(home.folder, home.desk);
    expect(wrong.findings.map(({ code }) => code)).toEqual([
      'RELEASE_FILE_WRONG',
      'RELEASE_REWRITTEN',
      'RELEASE_REWRITTEN',
    ]);
    rmSync(join(home.folder, 'releases/vision/defects/0002.yaml'));
    const gone = await verifyReleases(home.folder, home.desk);
    expect(gone.findings.map(({ code }) => code)).toContain('RELEASE_MISSING');
  });

  test('finds with Git that all of the history was rewritten, which its digests alone cannot show', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=eve', '-c', 'user.email=a@example.org', ...args], {
        cwd: home.folder,
        stdio: 'pipe',
      });
    git('init', '-q');
    await home.release('a');
    git('add', '-A');
    git('commit', '-q', '-m', 'a');
    rmSync(join(home.folder, 'releases/vision'), { recursive: true });
    await home.release('evil');
    git('add', '-A');
    git('commit', '-q', '-m', 'tidy up');
    const { findings } = await verifyReleases(home.folder, home.desk);
    expect(findings).toMatchObject([{ code: 'RELEASE_REWRITTEN', problem: expect.stringContaining('eve') }]);
  });

  test('says what was not asked', async () => {
    await home.release('a');
    expect(await verifyReleases(home.folder, home.desk)).toMatchObject({
      datasets: { 'not asked': 1, gone: 0, there: 0 },
      git: 'the folder is not in a Git repository with commits',
    });
  });
});

describe('rendered endpoints', () => {
  test('are found old after the platform changed, and are rendered anew', async () => {
    await home.release('a');
    await promote(home.desk, full);
    expect(await staleFiles(home.desk)).toEqual([]);
    const render: typeof home.desk.render = (key, served) =>
      home.desk.render(key, served).map((object) => ({ ...object, spec: { changed: true } }));
    expect(await renderEndpoints({ ...home.desk, render })).toEqual(['releases/vision/defects/endpoint.yaml']);
    expect(await staleFiles({ ...home.desk, render })).toEqual([]);
  });
});
