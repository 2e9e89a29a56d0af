import fc from 'fast-check';
import { expect, test } from 'vitest';
import { align } from '../../../workspace/difference/align.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });

/** Length of the longest common part, by the textbook's table. */
function longest(a: readonly string[], b: readonly string[]): number {
  const row = new Array<number>(b.length + 1).fill(0);
  for (const item of a) {
    let corner = 0;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] ?? 0;
      row[j] = item === b[j - 1] ? corner + 1 : Math.max(above, row[j - 1] ?? 0);
      corner = above;
    }
  }
  return row[b.length] ?? 0;
}

test('an insertion at the front leaves the rest where it is', () => {
  expect(align(['a', 'b'], ['new', 'a', 'b'])).toEqual([
    [0, 1],
    [1, 2],
  ]);
});

test('lists without anything in common, or empty ones, give nothing', () => {
  expect(align(['a'], ['b'])).toEqual([]);
  expect(align([], ['b'])).toEqual([]);
  expect(align(['a'], [])).toEqual([]);
  expect(align([], [])).toEqual([]);
});

test('pairs are equal items, rise in both lists and are as many as can be', () => {
  const property = fc.property(lines, lines, (before, after) => {
    const pairs = align(before, after);
    expect(pairs.every(([a, b]) => before[a] === after[b])).toBe(true);
    expect(
      pairs.every(
        ([a, b], index) => index === 0 || (a > (pairs[index - 1]?.[0] ?? 0) && b > (pairs[index - 1]?.[1] ?? 0)),
      ),
    ).toBe(true);
    expect(pairs).toHaveLength(longest(before, after));
  });
  fc.assert(property, { numRuns: 1_000 });
});

test('two long texts with nothing in common but their ends end soon, with the ends', () => {
  const text = (mark: string) => ['first', ...Array.from({ length: 20_000 }, (_, index) => `${mark}${index}`), 'last'];
  expect(align(text('a'), text('b'))).toEqual([
    [0, 0],
    [20_001, 20_001],
  ]);
});
