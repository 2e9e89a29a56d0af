import { describe, expect, test } from 'vitest';
import type { Arm, ServiceEvidence } from '../../../verification/judge/evidence.ts';
import { arm, BEGIN, judged, latencies, metric, points, verdictOn } from '../sample.ts';
import { times } from '../seeded.ts';

const nothing: Arm = { kind: 'points', points: [] };
const healthy = latencies(1, 100);

/** The service with this many requests in each ten seconds of its canary. */
function traffic(requests: number): readonly ServiceEvidence[] {
  const each = (value: number) => arm(times(100, () => value));
  return [{ name: 'shop', calls: [], traffic: { baseline: each(50), canary: each(requests) } }];
}

describe('data that cannot be judged', () => {
  test('no data in the canary is not known, and the release is held', () => {
    expect(verdictOn({ canary: nothing })).toMatchObject({
      verdict: 'inconclusive',
      cause: 'no data',
      reason: 'the canary has no point, the baseline 100',
    });
    expect(judged([metric({ canary: nothing })])).toMatchObject({ verdict: 'inconclusive', action: 'hold' });
  });

  test('no data in both asks whether the metric is called so', () => {
    expect(verdictOn({ baseline: nothing, canary: nothing }).reason).toContain('is the metric called so?');
  });

  test('no data in the baseline is not known', () => {
    expect(verdictOn({ baseline: nothing })).toMatchObject({ verdict: 'inconclusive', cause: 'no data' });
  });

  test('a critical metric that stays away though requests came is a fault of the release', () => {
    expect(verdictOn({ canary: nothing }, traffic(40))).toMatchObject({ verdict: 'fail', cause: 'no data' });
    const early = judged([metric({ canary: nothing })], { services: traffic(40), looks: { number: 1, of: 3 } });
    expect(early).toMatchObject({ verdict: 'inconclusive', action: 'look again' });
  });

  test('a canary without traffic is not judged by what it did not do', () => {
    const found = verdictOn({}, traffic(0));
    expect(found).toMatchObject({ verdict: 'inconclusive', cause: 'no traffic' });
    expect(found.reason).toBe('no request reached the canary of shop');
  });

  test('a metric that vanishes halfway is not judged by its first half', () => {
    expect(verdictOn({ canary: arm(healthy.slice(0, 50)) })).toMatchObject({
      verdict: 'inconclusive',
      cause: 'vanished',
      reason: 'the metric of the canary vanished after 490 s of 990 s; that of the baseline went on for 500 s',
    });
    expect(verdictOn({ canary: arm(healthy.slice(0, 50)) }, traffic(40)).verdict).toBe('fail');
    expect(verdictOn({ baseline: arm(healthy.slice(0, 50)) }).cause).toBe('vanished');
  });

  test('a baseline that has nothing, or stops, is no fault of the release, whatever its traffic', () => {
    for (const baseline of [nothing, arm(healthy.slice(0, 50))])
      expect(verdictOn({ baseline }, traffic(40)).verdict).toBe('inconclusive');
    expect(verdictOn({ baseline: nothing, canary: nothing }, traffic(40)).verdict).toBe('inconclusive');
  });

  test('a metric that vanishes in both is not judged by what came before', () => {
    const half = { baseline: arm(latencies(1, 100)), canary: arm(latencies(2, 100)) };
    const of = (until: number) => judged([metric(half)], { services: traffic(40), until: BEGIN + until }).metrics[0];
    expect(of(2_000)).toMatchObject({
      verdict: 'inconclusive',
      cause: 'vanished',
      reason: 'the metric of both vanished after 990 s of 2000 s',
    });
    expect(of(1_000)?.verdict).toBe('pass');
  });

  test('a canary that began later is judged', () => {
    expect(verdictOn({ canary: arm(healthy.slice(40), BEGIN + 400) }).verdict).toBe('pass');
  });

  test('clocks that differ a little: only what is of the same time counts, and that is said', () => {
    const found = verdictOn({ canary: arm(latencies(2, 100), BEGIN + 300) });
    expect(found.verdict).toBe('pass');
    expect(found.reason).toContain("the canary's clock is 300 s ahead");
    expect(found.sample?.baseline.length).toBeLessThan(75);
  });

  test('clocks that differ by more than half of the time: nothing is known', () => {
    const found = verdictOn({ canary: arm(latencies(2, 100), BEGIN - 3_600) });
    expect(found).toMatchObject({ verdict: 'inconclusive', cause: 'clocks differ' });
    expect(found.reason).toContain('3600 s behind');
  });

  test('a few values that are no numbers are left out and counted; half of them are too many', () => {
    const holes = (share: number) => arm(healthy.map((value, at) => (at % 10 < share * 10 ? Number.NaN : value)));
    const few = verdictOn({ canary: holes(0.2) });
    expect(few.verdict).toBe('pass');
    expect(few.reason).toContain('20 values that are no numbers left out');
    expect(verdictOn({ canary: holes(0.6) })).toMatchObject({
      verdict: 'inconclusive',
      cause: 'not numbers',
      reason: '60 of 100 values of the canary are no numbers',
    });
  });

  test('infinite values are as bad as the worst, not left out', () => {
    const found = verdictOn({ canary: arm(healthy.map((value, at) => (at % 2 ? Number.POSITIVE_INFINITY : value))) });
    expect(found).toMatchObject({ verdict: 'fail', cause: 'worse' });
    expect(found.reason).toContain('50 infinite values counted as the largest finite one');
  });

  test('an infinite value in every point does not end in NaN', () => {
    const endless = arm(times(100, () => Number.POSITIVE_INFINITY));
    expect(verdictOn({ baseline: endless, canary: endless }).verdict).toBe('pass');
  });

  test('points in no order are put in order', () => {
    const shuffled: Arm = { kind: 'points', points: points(latencies(2, 100)).toReversed() };
    expect(verdictOn({ canary: shuffled }).verdict).toBe('pass');
  });

  test('a source that could not be asked is not known, whatever the traffic', () => {
    const found = verdictOn({ canary: { kind: 'unreachable', because: 'it answered after 30 s' } }, traffic(40));
    expect(found).toMatchObject({ verdict: 'inconclusive', cause: 'not asked' });
    expect(found.reason).toBe('the source could not be asked: it answered after 30 s');
  });

  test('a release without metrics is held', () => {
    expect(judged([])).toMatchObject({ verdict: 'inconclusive', action: 'hold' });
  });

  test('nothing bad is ever passed: of all these only those with enough comparable data do', () => {
    const bad = [nothing, arm([]), arm([Number.NaN]), arm([5]), arm(healthy.slice(0, 10))];
    for (const canary of bad) expect(verdictOn({ canary }).verdict).not.toBe('pass');
  });
});

describe('constant data', () => {
  const always = (value: number) => arm(times(60, () => value));

  test('the same constant in both passes with points enough', () => {
    const found = verdictOn({ baseline: always(7), canary: always(7) });
    expect(found.verdict).toBe('pass');
    expect(found.reason).toContain('constant at 7 in both');
  });

  test('zeros in both pass: a lasting rise would be in every point', () => {
    expect(verdictOn({ baseline: always(0), canary: always(0) }).verdict).toBe('pass');
    const few = arm(times(6, () => 0));
    expect(verdictOn({ baseline: few, canary: few })).toMatchObject({
      verdict: 'inconclusive',
      cause: 'too few points',
    });
  });

  test('another constant is worse, within its tolerance it is not', () => {
    expect(verdictOn({ baseline: always(7), canary: always(8) })).toMatchObject({ verdict: 'fail', cause: 'worse' });
    const tolerance = { relative: 0.2 };
    expect(verdictOn({ baseline: always(7), canary: always(8), tolerance }).verdict).toBe('pass');
  });

  test('mostly zeros: a share of them is no harm that can be seen, an amount is', () => {
    const rare = times(200, (at) => (at % 20 === 0 ? 1 : 0));
    const [baseline, canary] = [arm(rare), arm(rare)];
    expect(verdictOn({ baseline, canary })).toMatchObject({ verdict: 'inconclusive', cause: 'too few points' });
    expect(verdictOn({ baseline, canary, harm: { absolute: 0.5 } }).verdict).toBe('pass');
  });
});
