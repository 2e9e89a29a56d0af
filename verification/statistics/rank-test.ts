import { normalTail } from './normal.ts';

/** Largest smaller sample for which the distribution is counted out, where no two values are equal. As scipy does. */
const EXACT_UP_TO = 8;

/** What the rank test of Mann and Whitney says about two samples. */
export interface RankTest {
  /** Pairs in which the candidate's value is larger, equal ones counted half. */
  readonly u: number;
  /** Probability that a candidate's value is larger than a baseline's, equal ones counted half: 0.5 is no difference. */
  readonly effect: number;
  /** Probability of as large a `u` or larger if both samples come from the same source. */
  readonly larger: number;
  /** The same for as small a `u` or smaller. */
  readonly smaller: number;
  /** The same for as unusual a `u` in either direction. */
  readonly either: number;
}

/**
 * Compares two samples by ranks: no assumption about how values are distributed.
 *
 * Counted out for small samples without equal values, else the normal approximation with corrections for ties and for
 * continuity; agrees with `scipy.stats.mannwhitneyu`.
 *
 * @param baseline - at least one value, ascending, none NaN
 * @param candidate - the same
 * @param inflation - how many times as variable `u` is as that of independent values. At least 1. @default 1 - independent
 */
export function rankTest(baseline: Float64Array, candidate: Float64Array, inflation = 1): RankTest {
  const [n, m] = [candidate.length, baseline.length];
  const { ties, u } = ranked(candidate, baseline);
  const exact = inflation === 1 && ties === 0 && Math.min(n, m) <= EXACT_UP_TO;
  const tail = exact
    ? exactTails(n, m)
    : (value: number) => approximateTail(value, n, m, spreadOf(n, m, ties) * Math.sqrt(inflation));
  const [larger, smaller] = [tail(u), tail(n * m - u)];
  return { u, effect: u / (n * m), larger, smaller, either: Math.min(1, 2 * Math.min(larger, smaller)) };
}

/** Values in ascending order. */
export function ascending(values: readonly number[] | Float64Array): Float64Array {
  return new Float64Array(values).sort();
}

/** Pairs that the first sample wins, and the correction for equal values: one walk over both, group by group of equal values. */
function ranked(first: Float64Array, second: Float64Array) {
  let [i, j, u, ties] = [0, 0, 0, 0];
  while (i < first.length || j < second.length) {
    const value = Math.min(first[i] ?? Number.POSITIVE_INFINITY, second[j] ?? Number.POSITIVE_INFINITY);
    const [fromFirst, fromSecond] = [i, j];
    while (i < first.length && first[i] === value) i += 1;
    while (j < second.length && second[j] === value) j += 1;
    const [ofFirst, ofSecond] = [i - fromFirst, j - fromSecond];
    u += ofFirst * (fromSecond + ofSecond / 2);
    const size = ofFirst + ofSecond;
    ties += size ** 3 - size;
  }
  return { u, ties };
}

function spreadOf(n: number, m: number, ties: number): number {
  const all = n + m;
  return Math.sqrt(((n * m) / 12) * (all + 1 - ties / (all * (all - 1))));
}

function approximateTail(u: number, n: number, m: number, spread: number): number {
  // All values equal: nothing speaks for a difference.
  if (!(spread > 0)) return 1;
  return Math.min(1, normalTail((u - (n * m) / 2 - 0.5) / spread));
}

/** Share of all orders of the two samples with at least some `u`. */
function exactTails(n: number, m: number): (u: number) => number {
  const ways = orders(n, m);
  const all = sum(ways);
  return (u) => Math.min(1, sum(ways.slice(Math.ceil(u))) / all);
}

/** In how many orders of n and m values each `u` comes about: the coefficients of the Gaussian binomial. */
function orders(n: number, m: number): readonly number[] {
  const [few, many] = [Math.min(n, m), Math.max(n, m)];
  let ways = [1];
  for (let k = 1; k <= few; k += 1) {
    const next = new Array<number>(ways.length + many).fill(0);
    // Times (1 - x^(many+k)), divided by (1 - x^k); what is beyond the end cancels.
    for (let at = 0; at < next.length; at += 1)
      next[at] = (ways[at] ?? 0) - (ways[at - many - k] ?? 0) + (next[at - k] ?? 0);
    ways = next;
  }
  return ways;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
