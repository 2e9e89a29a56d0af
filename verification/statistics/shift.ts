import { normalTailQuantile } from './normal.ts';

/** Halvings after which nothing is left to halve. */
const HALVINGS = 100;

/** Values of each sample that a guess is taken from, and how many of their differences apart the two guesses are from the middle. */
const GUESSED_FROM = 16;
const APART = 5;

/** By how much a candidate's values lie above a baseline's, and how sure that is. Unit: the values'. */
export interface Shift {
  /** Median of all differences between a value of the candidate and one of the baseline (Hodges and Lehmann). */
  readonly estimate: number;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
}

/** How sure an interval is. */
export interface Interval {
  /** Probability that the interval holds the true shift. Range 0–1. @default 0.98 - as Kayenta's judge */
  readonly confidence?: number;
  /** How many times as variable ranks are as those of independent values. At least 1. @default 1 - independent */
  readonly inflation?: number;
}

/**
 * Estimates the shift between two samples, without assuming how values are distributed.
 *
 * @param baseline - at least one value, ascending, all finite
 * @param candidate - the same
 */
export function shiftOf(
  baseline: Float64Array,
  candidate: Float64Array,
  { confidence = 0.98, inflation = 1 }: Interval = {},
): Shift {
  const pairs = candidate.length * baseline.length;
  const spread = Math.sqrt(((pairs * (candidate.length + baseline.length + 1)) / 12) * inflation);
  const outside = Math.max(0, Math.floor(pairs / 2 - normalTailQuantile((1 - confidence) / 2) * spread - 0.5));
  const middle = (pairs - 1) / 2;
  const [lower, upper] = pairOf(candidate, baseline, Math.floor(middle));
  return {
    estimate: Number.isInteger(middle) ? lower : (lower + upper) / 2,
    low: pairOf(candidate, baseline, outside)[0],
    high: pairOf(candidate, baseline, pairs - 1 - outside)[0],
  };
}

/** The differences at a place, counted from 0, and at the next, among all sorted ones, without writing them all down. */
function pairOf(x: Float64Array, y: Float64Array, place: number): readonly [number, number] {
  let [low, high] = [first(x) - last(y), last(x) - first(y)];
  let [upToLow, upToHigh] = [atMost(x, y, low), x.length * y.length];
  const next = Math.min(place + 1, upToHigh - 1);
  if (upToLow > next) return [low, low];
  const guesses = guessed(x, y, place / upToHigh);
  for (let step = 0; step < HALVINGS && upToHigh - upToLow > x.length + y.length; step += 1) {
    const half = low + (high - low) / 2;
    // A hair's breadth is left, and many equal differences at its upper end.
    if (half <= low || half >= high) return [upToLow > place ? low : high, high];
    if (step > 4 && step % 4 === 3) {
      // Many equal differences are not parted by halving: look whether the next ones are they.
      const [, above] = around(x, y, low);
      const count = atMost(x, y, above);
      if (count > next) return [upToLow > place ? low : above, above];
      if (count <= place) [low, upToLow] = [above, count];
      else return around(x, y, above);
      continue;
    }
    // Where it should lie if differences were spread evenly, and every third time the middle, in case they are not.
    const even = low + ((high - low) * (next - upToLow)) / (upToHigh - upToLow);
    const usual = step % 3 === 2 || even <= low || even >= high ? half : even;
    const guess = guesses[step] ?? usual;
    const middle = guess > low && guess < high ? guess : usual;
    const count = atMost(x, y, middle);
    if (count > next) [high, upToHigh] = [middle, count];
    else if (count <= place) [low, upToLow] = [middle, count];
    else return around(x, y, middle);
  }
  const found = between(x, y, low, high);
  const at = (index: number) => (index < upToLow ? low : (found[index - upToLow] ?? high));
  return [at(place), at(next)];
}

/** Values a little below and a little above the one wanted, from the differences of some values of each sample. */
function guessed(x: Float64Array, y: Float64Array, share: number): readonly number[] {
  if (Math.min(x.length, y.length) < 4 * GUESSED_FROM) return [];
  const some = new Float64Array(GUESSED_FROM ** 2);
  const pick = (values: Float64Array, at: number) =>
    values[Math.floor(((at + 0.5) / GUESSED_FROM) * values.length)] as number;
  for (let i = 0; i < GUESSED_FROM; i += 1)
    for (let j = 0; j < GUESSED_FROM; j += 1) some[i * GUESSED_FROM + j] = pick(x, i) - pick(y, j);
  some.sort();
  const at = Math.round(share * some.length);
  return [some[Math.max(0, at - APART)] as number, some[Math.min(some.length - 1, at + APART)] as number];
}

/** The largest difference that is at most a value, and the smallest above it. */
function around(x: Float64Array, y: Float64Array, value: number): readonly [number, number] {
  let [under, over] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let from = 0;
  for (let place = 0; place < x.length; place += 1) {
    const each = x[place] as number;
    while (from < y.length && each - (y[from] as number) > value) from += 1;
    if (from < y.length) under = Math.max(under, each - (y[from] as number));
    if (from > 0) over = Math.min(over, each - (y[from - 1] as number));
  }
  return [under, over];
}

/** How many differences are at most a value. */
function atMost(x: Float64Array, y: Float64Array, value: number): number {
  let count = 0;
  let below = y.length;
  // As x grows, fewer values of y are too far below it.
  for (let at = 0; at < x.length; at += 1) {
    const each = x[at] as number;
    while (below > 0 && each - (y[y.length - below] as number) > value) below -= 1;
    count += below;
  }
  return count;
}

/** The differences above one value and at most another, ascending. */
function between(x: Float64Array, y: Float64Array, low: number, high: number): Float64Array {
  const found: number[] = [];
  let from = 0;
  for (let place = 0; place < x.length; place += 1) {
    const each = x[place] as number;
    while (from < y.length && each - (y[from] as number) > high) from += 1;
    for (let at = from; at < y.length && each - (y[at] as number) > low; at += 1) found.push(each - (y[at] as number));
  }
  return Float64Array.from(found).sort();
}

function first(values: Float64Array): number {
  return values[0] ?? Number.NaN;
}

function last(values: Float64Array): number {
  return values[values.length - 1] ?? Number.NaN;
}
