import { describe, expect, test } from 'vitest';
import { rankSample } from '../../../verification/statistics/rank-sample.ts';
import { ascending } from '../../../verification/statistics/rank-test.ts';
import { tailSample } from '../../../verification/statistics/tail-test.ts';
import { latencies } from '../sample.ts';
import { autoregressive, FAMILIES, type Family, lognormal, seeded, times } from '../seeded.ts';
import { type Simulation, simulate, usual } from '../simulation.ts';

/** Fewer than in the bench, which judges 10,000. */
const RUNS = 600;
/** Two of a hundred, and what so few runs may differ by in one of a thousand cases. */
const FALSE_ALARMS = 0.02 + 3.1 * Math.sqrt((0.02 * 0.98) / RUNS);

const values =
  (family: Family): Simulation['values'] =>
  (random, count) =>
    times(count, () => FAMILIES[family](random));

/** Values of which some lie far above all others, in the canary `worse` times as often; a twentieth of both together do. */
const tails =
  (worse: number): Simulation['values'] =>
  (random, count, canary) =>
    times(count, () => 100 + random() + (random() < ((canary ? worse : 1) * 0.1) / (1 + worse) ? 100 : 0));

describe('false alarms on releases that change nothing', () => {
  test.each(Object.keys(FAMILIES) as Family[])('at most two of a hundred with 50 points: %s', (family) => {
    expect(simulate({ runs: RUNS, points: 50, values: values(family) }).fail).toBeLessThanOrEqual(FALSE_ALARMS);
  });

  test('at most five of a hundred where each value is like the one before it', () => {
    const alike: Simulation['values'] = (random, count) =>
      autoregressive(random, count, 0.6).map((value) => value + 10);
    expect(simulate({ runs: RUNS, points: 50, values: alike }).fail).toBeLessThanOrEqual(0.05);
  });

  test('at most five of a hundred where slow requests come in bursts', () => {
    const bursts: Simulation['values'] = (random, count) => {
      let left = 0;
      return times(count, () => {
        left = random() < 0.02 ? 10 : left - 1;
        return lognormal(random, left > 0 ? 300 : 100, 0.2);
      });
    };
    expect(simulate({ runs: RUNS, points: 300, values: bursts }).fail).toBeLessThanOrEqual(0.05);
  });

  test('of twenty metrics together no more than of one', () => {
    expect(simulate({ runs: 200, points: 50, metrics: 20 }).fail).toBeLessThanOrEqual(0.05);
  });

  test('over five looks no more than over one, and good releases are let go', () => {
    const rates = simulate({ runs: RUNS, points: 300, looks: 5 });
    expect(rates.fail).toBeLessThanOrEqual(FALSE_ALARMS);
    expect(rates.pass).toBeGreaterThan(0.95);
  });
});

describe('harm that is seen', () => {
  test.each([0.3, 0.5])(
    'half as slow again in at least 95 of 100 with 50 points and a variation of %s',
    (variation) => {
      expect(simulate({ runs: RUNS, points: 50, values: usual(variation, 1.5) }).fail).toBeGreaterThanOrEqual(0.95);
    },
  );

  test('at a variation of 1 with the 150 points that it takes', () => {
    expect(simulate({ runs: RUNS, points: 150, values: usual(1, 1.5) }).fail).toBeGreaterThanOrEqual(0.95);
  });

  test('one request a second: called long before the five minutes are over', () => {
    const { calledAt, fail } = simulate({ runs: 200, points: 300, looks: 5, values: usual(0.5, 1.5) });
    expect(fail).toBe(1);
    expect(calledAt).toBeLessThan(3);
  });

  test('twice as many in the tail alone, with the sample that is computed; ranks would not have seen it', () => {
    const points = tailSample({ quantile: 0.95, worse: 2, allowed: 0.015 / 2, power: 0.95 });
    const tail = { quantile: 0.95, worse: 2 };
    expect(points).toBe(1_699);
    expect(simulate({ runs: 200, points, tail, values: tails(2) }).fail).toBeGreaterThan(0.91);
    expect(simulate({ runs: 200, points, values: tails(2) }).fail).toBeLessThan(0.8);
  });
});

describe('the smallest sufficient sample', () => {
  const needed = (variation: number) => {
    const baseline = ascending(latencies(3, 5_000, { variation }));
    return rankSample({ baseline, harmed: baseline.map((value) => 1.5 * value), allowed: 0.02, power: 0.95 });
  };

  test('grows with the noise of the baseline', () => {
    expect([0.3, 0.5, 1].map(needed)).toEqual([15, 40, 123]);
  });

  test('is endless where the harm changes no ranks', () => {
    const same = ascending(latencies(3, 50));
    expect(rankSample({ baseline: same, harmed: same, allowed: 0.02, power: 0.95 })).toBe(Number.POSITIVE_INFINITY);
  });

  test('is never so small that chance alone would be called', () => {
    const [baseline, harmed] = [ascending([1, 1, 1]), ascending([2, 2, 2])];
    expect(rankSample({ baseline, harmed, allowed: 0.001, power: 0.95 })).toBeGreaterThanOrEqual(6);
  });

  test('of a tail shrinks where more must not be missed only', () => {
    const at = (worse: number) => tailSample({ quantile: 0.95, worse, allowed: 0.02, power: 0.95 });
    expect(at(4)).toBeLessThan(at(2) / 2);
  });

  test('of the same seed is the same', () => {
    const random = seeded(1);
    expect(random()).toBeCloseTo(0.6270739, 6);
  });
});
