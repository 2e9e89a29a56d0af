import { describe, expect, test } from 'vitest';
import type { ServiceEvidence } from '../../../verification/judge/evidence.ts';
import { judgeRelease } from '../../../verification/judge/judge-release.ts';
import { arm, evidence, judged, latencies, metric, verdictOn } from '../sample.ts';
import { lognormal, seeded, times } from '../seeded.ts';

const slow = () => arm(latencies(2, 100, { factor: 1.5 }));
const fast = () => arm(latencies(2, 100, { factor: 0.6 }));

describe('the verdict on a metric', () => {
  test('says by how much it is worse, how sure that is, and how many points it took', () => {
    const found = verdictOn({ canary: slow() });
    expect(found).toMatchObject({ verdict: 'fail', cause: 'worse' });
    expect(found.reason).toMatch(
      /^\+\d+(\.\d)? ms \(\+\d+ %\), 98 % sure of \+\d+(\.\d)? to \+\d+(\.\d)?, \d\d % of pairs higher; p [<=] /,
    );
  });

  test('says how many points would have shown the harm, where there is none', () => {
    expect(verdictOn({}).reason).toMatch(/\(\d+ points of each show \+50 %\)$/);
  });

  test('too few points are not known, with the number that is needed', () => {
    const found = verdictOn({ baseline: arm(latencies(1, 12)), canary: arm(latencies(2, 12)) });
    expect(found).toMatchObject({ verdict: 'inconclusive', cause: 'too few points' });
    expect(found.reason).toBe('12 and 12 points, 20 of each are needed to see +50 %');
  });

  test('faster is not worse, unless lower or any change is', () => {
    expect(verdictOn({ canary: fast() }).verdict).toBe('pass');
    expect(verdictOn({ canary: fast(), direction: 'lowerIsWorse' }).verdict).toBe('fail');
    expect(verdictOn({ canary: fast(), direction: 'anyChangeIsWorse' }).verdict).toBe('fail');
    expect(verdictOn({ canary: slow(), direction: 'anyChangeIsWorse' }).verdict).toBe('fail');
    expect(verdictOn({ canary: slow(), direction: 'lowerIsWorse' }).verdict).toBe('pass');
  });

  test.each([{ relative: 0.7 }, { absolute: 70 }])('within its tolerance nothing is worse: %o', (tolerance) => {
    expect(verdictOn({ canary: slow(), tolerance }).verdict).not.toBe('fail');
    expect(verdictOn({ canary: slow(), tolerance: { relative: 0.05 } }).verdict).toBe('fail');
  });

  test('a rise below zero counts as a rise: a tolerance of negative values goes upwards', () => {
    const below = (values: readonly number[]) => arm(values.map((value) => value - 300));
    const change = { baseline: below(latencies(1, 100)), canary: below(latencies(2, 100)) };
    expect(verdictOn({ ...change, tolerance: { relative: 0.05 } }).verdict).not.toBe('fail');
  });

  test('drift is a difference of any kind that is sure and large', () => {
    const wider = latencies(2, 400).map((value) => 100 + 3 * (value - 100));
    const drift = { kind: 'drift', tolerance: { absolute: 0.1 }, harm: { absolute: 0.2 } } as const;
    const baseline = arm(latencies(1, 400));
    expect(verdictOn({ ...drift, baseline, canary: arm(wider) })).toMatchObject({ verdict: 'fail', cause: 'drifted' });
    expect(verdictOn({ ...drift, baseline, canary: arm(latencies(2, 400)) }).verdict).toBe('pass');
    const loose = { ...drift, tolerance: { absolute: 100 } };
    expect(verdictOn({ ...loose, baseline, canary: arm(wider) }).verdict).toBe('pass');
  });

  test('a tail alone is seen by its own test, and said so', () => {
    const random = seeded(4);
    const tailed = (share: number) => arm(times(3_000, () => lognormal(random, 100, 0.3) * (random() < share ? 8 : 1)));
    const change = { baseline: tailed(0.02), canary: tailed(0.06) };
    const found = verdictOn({ ...change, tail: { quantile: 0.95, worse: 2 }, tolerance: { relative: 0.1 } });
    expect(found).toMatchObject({ verdict: 'fail', cause: 'tail is worse' });
    expect(found.reason).toMatch(/^\d+ values of the canary beyond \d+ ms, \d+ of the baseline; p [<=] /);
  });

  test('neighbours that are alike are said to be', () => {
    const waves = (shift: number) => arm(times(200, (at) => 100 + 10 * Math.sin((at + shift) / 9)));
    expect(verdictOn({ baseline: waves(0), canary: waves(5) }).reason).toMatch(
      /neighbours are alike: \d+(\.\d)? points count as one$/,
    );
  });
});

describe('the verdict on a release', () => {
  const good = (name: string, critical = true) => metric({ name, critical });
  const bad = (name: string, critical = true) => metric({ name, critical, canary: slow() });
  const silent = (name: string, critical = true) => metric({ name, critical, canary: arm([]) });

  test('good metrics promote', () => {
    const found = judged([good('a'), good('b')]);
    expect(found).toMatchObject({ verdict: 'pass', action: 'promote' });
    expect(found.reasons[0]).toBe('2 of 2 metrics are no worse than tolerated, with points enough to tell');
  });

  test('one critical metric that is worse rolls back, and is named first', () => {
    const found = judged([good('a'), bad('b'), silent('c')]);
    expect(found).toMatchObject({ verdict: 'fail', action: 'roll back' });
    expect(found.decidedBy.map(({ metric: { name } }) => name)).toEqual(['b']);
    expect(found.reasons[1]).toMatch(/^shop\/b: worse: /);
  });

  test('one that is not critical only holds', () => {
    expect(judged([good('a'), bad('b', false)])).toMatchObject({ verdict: 'inconclusive', action: 'hold' });
  });

  test('a critical one that nobody knows holds; one that is not critical is said', () => {
    expect(judged([good('a'), silent('b')])).toMatchObject({ verdict: 'inconclusive', action: 'hold' });
    const found = judged([good('a'), silent('b', false)]);
    expect(found).toMatchObject({ verdict: 'pass', action: 'promote' });
    expect(found.reasons.join('\n')).toContain('1 not critical not known');
    expect(found.reasons.join('\n')).toContain('shop/b: no data');
  });

  test('more than half unknown holds, critical or not', () => {
    const found = judged([good('a'), silent('b', false), silent('c', false), silent('d', false)]);
    expect(found).toMatchObject({ verdict: 'inconclusive', action: 'hold' });
  });

  test('what is watched besides does not blur what is critical', () => {
    const others = times(200, (at) => metric({ name: `other-${at}`, critical: false }));
    const alone = judged([bad('a')]).metrics[0]?.comparisons[0]?.raised;
    expect(judged([bad('a'), ...others]).metrics[0]?.comparisons[0]?.raised).toBe(alone);
  });

  test('an early look calls what is bad and waits with what is good', () => {
    const looks = { number: 1, of: 4 };
    expect(judged([good('a')], { looks })).toMatchObject({ verdict: 'inconclusive', action: 'look again' });
    const awful = metric({ canary: arm(latencies(2, 100, { factor: 3 })) });
    expect(judged([awful], { looks })).toMatchObject({ verdict: 'fail', action: 'roll back' });
  });

  test('early looks may use little of the allowed false alarms, all of them together no more than all', () => {
    const allowed = times(5, (at) => judged([good('a')], { looks: { number: at + 1, of: 5 } }).look.falseAlarm);
    expect(allowed).toEqual(allowed.toSorted((a, b) => a - b));
    expect(allowed.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0.015, 12);
  });

  test('a look that there is not is a mistake of ours', () => {
    expect(() => judgeRelease(evidence([good('a')], { looks: { number: 3, of: 2 } }))).toThrow(
      'bug: there is no look 3 of 2',
    );
  });

  test('same evidence, same verdict', () => {
    const all = evidence([good('a'), bad('b'), silent('c')]);
    expect(judgeRelease(all)).toEqual(judgeRelease(structuredClone(all)));
  });
});

describe('which service added latency', () => {
  /** `shop` waits for `cart`, which waits for `prices`; each takes its own time, that of one is longer in the canary. */
  function path(slower: string, extra: number): readonly ServiceEvidence[] {
    const random = seeded(11);
    const own = (name: string, canary: boolean) =>
      times(60, () => lognormal(random, 20, 0.2) + (canary && name === slower ? extra : 0));
    const arms = [false, true].map((canary) => {
      const prices = own('prices', canary);
      const cart = own('cart', canary).map((value, at) => value + 2 * (prices[at] ?? 0));
      return { prices, cart, shop: own('shop', canary).map((value, at) => value + (cart[at] ?? 0)) };
    });
    const [before, after] = arms;
    const service = (name: 'prices' | 'cart' | 'shop', ...calls: ServiceEvidence['calls']): ServiceEvidence => ({
      ...{ name, calls },
      latency: { baseline: arm(before?.[name] ?? []), canary: arm(after?.[name] ?? []) },
    });
    return [
      service('shop', { service: 'cart', times: 1 }),
      service('cart', { service: 'prices', times: 2 }),
      service('prices'),
    ];
  }

  test.each(['shop', 'cart', 'prices'])('names %s alone, though all before it became slower too', (slower) => {
    const found = judged([metric()], { services: path(slower, 10) });
    expect(found.slowedBy).toEqual([slower]);
    const own = found.ownTimes.find(({ service }) => service === slower);
    expect(own?.shift?.estimate).toBeCloseTo(10, -0.5);
    expect(found.reasons.at(-1)).toMatch(new RegExp(`^${slower} is slower by itself: \\+`));
  });

  test('names nobody where nothing became slower', () => {
    expect(judged([metric()], { services: path('none', 0) }).slowedBy).toEqual([]);
  });

  test('does not guess where a service on the path has no latency', () => {
    const services = path('cart', 10).filter(({ name }) => name !== 'prices');
    const cart = judged([metric()], { services }).ownTimes.find(({ service }) => service === 'cart');
    expect(cart).toMatchObject({
      verdict: 'inconclusive',
      reason: 'its own time is not known: no latency of prices in the baseline',
    });
  });
});
