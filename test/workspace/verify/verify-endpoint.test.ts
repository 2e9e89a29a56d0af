import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { promote } from '../../../workspace/release/promote.ts';
import { judgeEndpoint } from '../../../workspace/verify/verify-endpoint.ts';
import { JUDGE_IMAGE } from '../../constructs/verification/verification-sample.ts';
import { DEFECTS, ReleaseHome, servingPlatform } from '../release/release-sample.ts';
import { codesOfAsync } from './finding-codes.ts';
import { matrix, StandInPrometheus } from './stand-in-prometheus.ts';

/** A platform that judges the endpoint of the release sample. */
function judgedPlatform(releases: NonNullable<PlatformInput['verification']>['releases']): PlatformInput {
  return servingPlatform({ observability: {}, verification: { image: JUDGE_IMAGE, releases } });
}

const JUDGED = { kind: 'endpoint', team: 'vision', endpoint: 'defects', steps: [10, 50, 100] } as const;

let home: ReleaseHome;
let server: StandInPrometheus | undefined;
beforeEach(async () => {
  home = new ReleaseHome(judgedPlatform([JUDGED]));
  await home.release('a', 'b');
  await promote(home.desk, { ...DEFECTS, number: 1, weight: 100 });
});
afterEach(() => {
  home.remove();
  server?.stop();
});

/** Gives release 2 some of the traffic, makes it so much slower, and judges it. */
async function judged({ act = true, factor = 1, weight = 10 } = {}) {
  if (weight > 0) await promote(home.desk, { ...DEFECTS, weight });
  server = await new StandInPrometheus((query) => answer(query, factor)).start();
  const source = { kind: 'prometheus', url: server.url } as const;
  return judgeEndpoint(home.desk, DEFECTS, { source, act });
}

/** Failures stay away, all else is as slow as told. */
function answer(query: URLSearchParams, factor: number): unknown {
  const said = matrix(query, factor, 'revision="r2"');
  if (!query.get('query')?.startsWith('100 * ')) return said;
  const [series] = said.data.result;
  return { ...said, data: { ...said.data, result: [{ ...series, values: series?.values.map(([at]) => [at, '0']) }] } };
}

const shares = () =>
  /traffic:[\s\S]*?before:/.exec(home.read('vision/defects/traffic.yaml'))?.[0].match(/weight: \d+/g);

describe('a release of an endpoint', () => {
  test('that passes gets its next step, written to the Git folder', async () => {
    const found = await judged();
    expect(found).toMatchObject({ verdict: { verdict: 'pass' }, act: { kind: 'promote', release: 2, weight: 50 } });
    expect(shares()).toEqual(['weight: 50', 'weight: 50']);
    expect(server?.queries.some((query) => query.get('query')?.includes('endpoint="defects",revision="r1"'))).toBe(
      true,
    );
  });

  test('goes all the way, step by step', async () => {
    expect((await judged({ weight: 50 })).act).toEqual({ kind: 'promote', release: 2, weight: 100 });
    expect(shares()).toEqual(['weight: 100']);
  });

  test('that fails is taken back', async () => {
    const found = await judged({ factor: 2 });
    expect(found).toMatchObject({ verdict: { verdict: 'fail' }, act: { kind: 'roll back', release: 2 } });
    expect(shares()).toEqual(['weight: 100']);
    expect(home.read('vision/defects/traffic.yaml')).toContain('release: 1');
  });

  test('is only told of where it may not act', async () => {
    await promote(home.desk, { ...DEFECTS, weight: 10 });
    const before = home.files();
    const found = await judged({ act: false, weight: 0, factor: 2 });
    expect(found).toMatchObject({ act: { kind: 'roll back' } });
    expect(found.changed).toBeUndefined();
    expect(home.files()).toEqual(before);
  });

  test('that nobody knows stays as it is', async () => {
    await promote(home.desk, { ...DEFECTS, weight: 10 });
    const before = home.files();
    const found = await judgeEndpoint(home.desk, DEFECTS, {
      source: { kind: 'prometheus', url: 'http://127.0.0.1:9' },
      act: true,
    });
    expect(found).toMatchObject({ verdict: { verdict: 'inconclusive' }, act: { kind: 'nothing' } });
    expect(home.files()).toEqual(before);
  });

  test('on a staging load has no part of the requests, only those with its header: it passes into the first step', async () => {
    await promote(home.desk, { ...DEFECTS, weight: 0, headers: { 'x-load': 'staging' } });
    const found = await judged({ weight: 0 });
    expect(found.act).toEqual({ kind: 'promote', release: 2, weight: 10 });
    expect(shares()).toEqual(['weight: 90', 'weight: 10']);
    expect(home.read('vision/defects/traffic.yaml')).toContain('x-load: staging');
  });
});

describe('is refused', () => {
  test('where one release has everything', async () => {
    expect(await codesOfAsync(() => judged({ weight: 0 }))).toEqual(['VERIFICATION_NO_CANARY']);
  });

  test('where the spec does not ask for it', async () => {
    home.remove();
    home = new ReleaseHome(judgedPlatform([]));
    expect(await codesOfAsync(() => judged({ weight: 0 }))).toEqual(['VERIFICATION_ENDPOINT_UNJUDGED']);
  });

  test('where there is no endpoint of this name: the one that was meant is named', async () => {
    const source = { kind: 'prometheus', url: 'http://127.0.0.1:9' } as const;
    const refused = judgeEndpoint(home.desk, { team: 'vision', endpoint: 'defect' }, { source });
    await expect(refused).rejects.toThrow(/VERIFICATION_ENDPOINT_UNKNOWN.*write vision\/defects/s);
  });

  test('where somebody changes the traffic meanwhile: what is there now was judged by nobody', async () => {
    await promote(home.desk, { ...DEFECTS, weight: 10 });
    server = await new StandInPrometheus((query) => answer(query, 1)).start();
    const { url } = server;
    // The stand-in clock is read between what is compared and what is written.
    const clock = { now: Date.now, sleep: async () => void (await promote(home.desk, { ...DEFECTS, weight: 20 })) };
    const how = { source: { kind: 'prometheus', url }, wait: true, clock, act: true } as const;
    expect(await codesOfAsync(() => judgeEndpoint(home.desk, DEFECTS, how))).toEqual(['VERIFICATION_TRAFFIC_CHANGED']);
    expect(shares()).toEqual(['weight: 80', 'weight: 20']);
  });
});
