import { describe, expect, test } from 'vitest';
import { expectFindingsOrFiles } from '../properties/any-rendering.ts';
import { brokenPlatform } from '../properties/broken-platform.ts';
import { randomPlatform } from '../properties/random-platform.ts';

describe('each of 2,000: a small platform yields findings or renders, twice with the same bytes and no word of JavaScript in them', () => {
  test('if it goes together', () => {
    const platforms = randomPlatform({ teams: [1, 3], pools: [1, 3] });
    const { rendered } = expectFindingsOrFiles(platforms, { numRuns: 2_000, seed: 3 });
    expect(rendered, 'rendered').toBeGreaterThan(1_000);
  });

  test('if it is broken', () => {
    const { refused, rendered } = expectFindingsOrFiles(brokenPlatform(), { numRuns: 2_000, seed: 4 });
    expect(refused, 'refused').toBeGreaterThan(1_000);
    expect(rendered, 'rendered').toBeGreaterThan(50);
  });
});
