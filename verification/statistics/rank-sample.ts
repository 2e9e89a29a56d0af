import { meanOf } from './mean.ts';
import { normalTailQuantile } from './normal.ts';

/** What a sample is to show. */
export interface RankQuestion {
  /** The baseline, or the edge of what is tolerated, ascending. */
  readonly baseline: Float64Array;
  /** The same values with the harm that is to be seen, ascending. */
  readonly harmed: Float64Array;
  /** Probability of a false alarm. */
  readonly allowed: number;
  /** Probability of seeing the harm. */
  readonly power: number;
}

/**
 * Values of each sample that the rank test needs to see a harm, from the noise that the baseline itself shows.
 *
 * Noether's formula with the variance that the rank statistic has under the harm, from the places of all values among those
 * of the other sample.
 *
 * @returns infinity where the harm changes no ranks
 * @see https://doi.org/10.1080/01621459.1987.10478478
 */
export function rankSample({ allowed, baseline, harmed, power }: RankQuestion): number {
  const above = placesOf(harmed, baseline);
  const below = placesOf(baseline, harmed);
  const effect = withoutTwins(meanOf(above), baseline, harmed);
  if (!(effect > 0.5)) return Number.POSITIVE_INFINITY;
  const usual = normalTailQuantile(allowed) * Math.sqrt((1 - equalShare(baseline)) / 6);
  const seen = normalTailQuantile(1 - power) * Math.sqrt(varianceOf(above) + varianceOf(below));
  return Math.max(fewest(allowed), Math.ceil(((usual + seen) / (effect - 0.5)) ** 2));
}

/** Share of the other sample's values below each value, equal ones counted half. */
function placesOf(values: Float64Array, others: Float64Array): Float64Array {
  let [below, upTo] = [0, 0];
  return values.map((value) => {
    while (below < others.length && (others[below] as number) < value) below += 1;
    upTo = Math.max(upTo, below);
    while (upTo < others.length && (others[upTo] as number) <= value) upTo += 1;
    return (below + upTo) / 2 / others.length;
  });
}

/** Every value was also compared with the one that it was made from; those pairs are left out. */
function withoutTwins(effect: number, baseline: Float64Array, harmed: Float64Array): number {
  const size = baseline.length;
  if (size < 2) return effect;
  const won = harmed.reduce((sum, value, at) => sum + (1 + Math.sign(value - (baseline[at] as number))) / 2, 0) / size;
  return (effect * size - won) / (size - 1);
}

/** By how much equal values make the rank statistic less variable. */
function equalShare(sorted: Float64Array): number {
  let [sum, from] = [0, 0];
  for (let at = 1; at <= sorted.length; at += 1) {
    if (sorted[at] === sorted[from]) continue;
    sum += ((at - from) / sorted.length) ** 3;
    from = at;
  }
  // Values that are all of their own are not equal to any other.
  return sum - 1 / sorted.length ** 2;
}

/** Values of each sample of which even the most unusual order is likelier than a false alarm may be, and one more. */
function fewest(allowed: number): number {
  let [size, likelihood] = [1, 0.5];
  while (likelihood > allowed) {
    size += 1;
    likelihood *= size / (2 * (2 * size - 1));
  }
  return size;
}

function varianceOf(values: Float64Array): number {
  const mean = meanOf(values);
  return values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length;
}
