import { describe, expect, test } from 'vitest';
import { type PastRelease, rateOf } from '../../../verification/risk/rate.ts';
import { releaseRisk } from '../../../verification/risk/release-risk.ts';
import { seeded, times } from '../seeded.ts';

/** A past of three components that fail as often as said. */
function past(count: number, rates: Readonly<Record<string, number>>, seed = 3): readonly PastRelease[] {
  const random = seeded(seed);
  const names = Object.keys(rates);
  return times(count, (at) => {
    const component = names[at % names.length] ?? '';
    return { component, at: 1_700_000_000 + at * 3_600, failed: random() < (rates[component] ?? 0) };
  });
}

describe('the risk of a release', () => {
  test('is not spoken of with a short history', () => {
    expect(releaseRisk(past(19, { a: 0.1 }), ['a'])).toEqual({
      releases: 19,
      components: [],
      reason: '19 past releases are too few: 20 are needed to speak of a rate',
    });
  });

  test('is that of the component where components differ, with its uncertainty', () => {
    const found = releaseRisk(past(300, { shop: 0.02, cart: 0.4, prices: 0.05 }), ['cart', 'shop']);
    expect(found.reason).toMatch(/^components foretell failures better than the rate of all: by 0\.\d+ bits a release/);
    const [cart, shop] = found.components;
    expect(cart).toMatchObject({ component: 'cart', releases: 100 });
    expect(cart?.low).toBeGreaterThan(shop?.high ?? 1);
    expect(cart?.low).toBeLessThan(0.4);
    expect(cart?.high).toBeGreaterThan(0.35);
  });

  test('is that of all where components do not differ, and it says so', () => {
    const found = releaseRisk(past(300, { shop: 0.1, cart: 0.1, prices: 0.1 }), ['cart']);
    expect(found.components).toEqual([]);
    expect(found.reason).toMatch(/^components do not foretell failures better than the rate of all: /);
    expect(found.base?.low).toBeLessThan(0.1);
    expect(found.base?.high).toBeGreaterThan(0.1);
  });

  test('seldom speaks of components that do not differ', () => {
    const spoke = times(200, (seed) => releaseRisk(past(200, { a: 0.1, b: 0.1, c: 0.1 }, seed + 1), ['a']));
    expect(spoke.filter(({ components }) => components.length > 0).length).toBeLessThanOrEqual(10);
  });

  test.each([
    ['that never failed', 100, { a: 0, b: 0, c: 0 }],
    ['of rare failures', 300, { a: 0.01, b: 0.01, c: 0.01 }],
    ['that always failed', 200, { a: 1, b: 1 }],
  ])('is not spoken of by components with a past %s', (_, count, rates) => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const found = releaseRisk(past(count, rates, seed), ['a']);
      expect(found.components).toEqual([]);
      expect(found.reason).toMatch(/^whether components foretell failures is not known: .* 8 are needed to tell$/);
      expect(found.base).toBeDefined();
    }
  });

  test('of the only component there is, is that of all', () => {
    expect(releaseRisk(past(300, { a: 0.2 }), ['a'])).toMatchObject({
      components: [],
      reason: 'all past releases are of one component: its rate is that of all',
    });
  });

  test('of a component without a past is that of all, wider', () => {
    const found = releaseRisk(past(300, { shop: 0.02, cart: 0.4 }), ['new']);
    const [fresh] = found.components;
    expect(fresh?.releases).toBe(0);
    expect(fresh?.estimate).toBeCloseTo(found.base?.estimate ?? 0, 2);
    expect((fresh?.high ?? 0) - (fresh?.low ?? 0)).toBeGreaterThan(0.3);
  });

  test('does not depend on the order that history is given in', () => {
    const known = past(100, { a: 0.1, b: 0.5 });
    expect(releaseRisk(known.toReversed(), ['a'])).toEqual(releaseRisk(known, ['a']));
  });

  test('a rate of nothing in ten may still be a quarter', () => {
    const { estimate, high, low } = rateOf(0, 10);
    expect([estimate, low]).toEqual([0, 0]);
    expect(high).toBeCloseTo(0.2775, 4);
  });
});
