import { describe, expect, test } from 'vitest';
import { driftTest, kolmogorovTail } from '../../../verification/statistics/drift-test.ts';
import { normalCdf, normalTail, normalTailQuantile } from '../../../verification/statistics/normal.ts';
import { ascending, rankTest } from '../../../verification/statistics/rank-test.ts';
import { shiftOf } from '../../../verification/statistics/shift.ts';
import { tailTest } from '../../../verification/statistics/tail-test.ts';
import { times } from '../seeded.ts';
import { PAIRS, randomPairs } from './random-pairs.ts';
import answers from './scipy.json' with { type: 'json' };

/** How close is close enough: absolute for what is near 1, relative for what is large. */
const CLOSE = 1e-6;

function far(ours: number, theirs: number): number {
  return Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs));
}

const pairs = randomPairs().map(({ baseline, canary }, at) => ({
  baseline: ascending(baseline),
  canary: ascending(canary),
  scipy: numbers(answers.pairs[at]),
}));

function numbers(line: string | undefined): readonly number[] {
  return (line ?? '').split(' ').map(Number);
}

describe('agreement with scipy to 1e-6, on random pairs of 2 to 500 values with and without equal ones', () => {
  test('of Mann and Whitney’s test: statistic and all three probabilities', () => {
    expect(pairs.length).toBe(PAIRS);
    for (const { baseline, canary, scipy } of pairs) {
      const { either, larger, smaller, u } = rankTest(baseline, canary);
      [u, larger, smaller, either].forEach((ours, at) => {
        expect(far(ours, scipy[at] ?? Number.NaN)).toBeLessThan(CLOSE);
      });
    }
  });

  test('of the shift of Hodges and Lehmann: median of all differences, and both ends of its interval', () => {
    for (const { baseline, canary, scipy } of pairs) {
      const { estimate, high, low } = shiftOf(baseline, canary);
      [estimate, low, high].forEach((ours, at) => {
        expect(far(ours, scipy[4 + at] ?? Number.NaN)).toBeLessThan(CLOSE);
      });
    }
  });

  test('of the distance of Kolmogorov and Smirnov and its probability', () => {
    for (const { baseline, canary, scipy } of pairs) {
      const { different, distance } = driftTest(baseline, canary);
      expect(far(distance, scipy[7] ?? Number.NaN)).toBeLessThan(CLOSE);
      expect(far(different, scipy[8] ?? Number.NaN)).toBeLessThan(CLOSE);
    }
  });

  test.each(answers.tails)('of Fisher’s test: %s', (line) => {
    const [canary = 0, baseline = 0, canaryAbove = 0, baselineAbove = 0, larger = 0] = numbers(line);
    // As many values above as said, all others below: the quantile lies between.
    const values = (size: number, above: number) => times(size, (at) => (at < above ? 2 : 1));
    const quantile = 1 - (canaryAbove + baselineAbove) / (canary + baseline);
    const found = tailTest(values(baseline, baselineAbove), values(canary, canaryAbove), quantile);
    expect(found).toMatchObject({ baselineAbove, candidateAbove: canaryAbove, threshold: 1 });
    expect(Math.abs(found.larger / larger - 1)).toBeLessThan(CLOSE);
  });

  test.each(answers.normals)('of the normal distribution: %s', (line) => {
    const [z = 0, tail = 0, cdf = 0] = numbers(line);
    expect(Math.abs(normalTail(z) / tail - 1)).toBeLessThan(1e-9);
    expect(Math.abs(normalCdf(z) - cdf)).toBeLessThan(1e-13);
    if (z > 0) expect(normalTailQuantile(tail)).toBeCloseTo(z, 7);
  });
});

describe('statistics at their ends', () => {
  test('equal values in both samples speak for nothing', () => {
    const same = Float64Array.from([4, 4, 4]);
    expect(rankTest(same, same)).toMatchObject({ effect: 0.5, larger: 1, smaller: 1 });
    expect(shiftOf(same, same)).toEqual({ estimate: 0, low: 0, high: 0 });
    expect(driftTest(same, same)).toMatchObject({ distance: 0, different: 1 });
  });

  test('Kolmogorov’s limit is 1 where nothing differs and nothing far out', () => {
    expect([kolmogorovTail(0), kolmogorovTail(10)]).toEqual([1, 2 * Math.exp(-200)]);
  });

  test('a probability that is none is a mistake of ours', () => {
    expect(() => normalTailQuantile(0)).toThrow('bug: 0 is no probability');
  });
});
