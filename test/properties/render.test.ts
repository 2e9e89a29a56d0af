import { describe, expect, test } from 'vitest';
import { expectFindingsOrFiles } from './any-rendering.ts';
import { brokenPlatform } from './broken-platform.ts';
import { randomPlatform } from './random-platform.ts';

describe('a small platform yields findings or renders, twice with the same bytes and no word of JavaScript in them', () => {
  test('if it goes together', () => {
    const platforms = randomPlatform({ teams: [1, 3], pools: [1, 3] });
    const { rendered } = expectFindingsOrFiles(platforms, { numRuns: 150, seed: 1 });
    expect(rendered, 'rendered').toBeGreaterThan(100);
  });

  test('if it is broken', () => {
    const { refused, rendered } = expectFindingsOrFiles(brokenPlatform(), { numRuns: 150, seed: 2 });
    expect(refused, 'refused').toBeGreaterThan(100);
    expect(rendered, 'rendered').toBeGreaterThan(5);
  });
});
