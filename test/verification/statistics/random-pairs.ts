import { FAMILIES, type Family, seeded, times } from '../seeded.ts';

/** Two samples to compare. */
export interface Pair {
  readonly baseline: readonly number[];
  readonly canary: readonly number[];
}

/** Pairs that scipy was asked about, see `scipy.json`. */
export const PAIRS = 1_200;

/** The same pairs on every machine: 2 to 500 values each, of every family, half of them shifted, many with equal values. */
export function randomPairs(): readonly Pair[] {
  const random = seeded(20261122);
  const families = Object.keys(FAMILIES) as Family[];
  return times(PAIRS, (at) => {
    const make = FAMILIES[families[at % families.length] ?? 'normal'];
    // Small samples as often as large ones, since they are computed in another way.
    const size = () => Math.round(2 * 250 ** random());
    const shift = at % 4 < 2 ? 0 : Math.round(random() * 4);
    return { baseline: times(size(), () => make(random)), canary: times(size(), () => make(random) + shift) };
  });
}
