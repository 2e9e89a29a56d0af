/** Standard errors above which neighbours count as alike; below it independent values would be held back for nothing. */
const SURE = 1.645;
/** Most that is believed: above it there is nearly one value only. */
const MOST = 0.95;
/** Pairs of values below which nothing is said. */
const FEWEST_PAIRS = 8;
/** Part of the shorter sample that distances may reach. */
const FURTHEST = 0.25;

/**
 * How many times as variable a rank statistic is because neighbours in time are alike: 1 for independent values.
 *
 * The larger of two answers: that of a first-order autoregression with the correlation of neighbours, `(1 + r) / (1 - r)`, and the sum
 * of the correlations at growing distances as long as they are sure, which sees bursts. Of ranks, so that a single huge value
 * says nothing.
 *
 * @param samples - values in the order of time
 */
export function inflationOf(...samples: readonly (readonly number[])[]): number {
  const ranks = samples.map(centredRanks);
  const shortest = samples.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  let sum = 1;
  let regression = 1;
  for (let distance = 1; distance <= shortest * FURTHEST; distance += 1) {
    const correlation = correlationAt(ranks, distance);
    if (correlation === undefined) break;
    if (distance === 1) regression = (1 + correlation) / (1 - correlation);
    sum += 2 * correlation;
  }
  return Math.max(sum, regression);
}

/** Correlation of values so far apart, over all samples; nothing where it is not sure to be above 0. */
function correlationAt(samples: readonly Float64Array[], distance: number): number | undefined {
  const pairs = samples.reduce((sum, { length }) => sum + Math.max(0, length - distance), 0);
  if (pairs < FEWEST_PAIRS) return undefined;
  const found = samples.reduce((sum, sample) => sum + correlationOf(sample, distance) * (sample.length - distance), 0);
  // What independent values would show on average is -1/n.
  const correlation = Math.min(MOST, (found + samples.length) / pairs);
  return correlation * Math.sqrt(pairs) < SURE ? undefined : correlation;
}

function correlationOf(ranks: Float64Array, distance: number): number {
  let [together, alone] = [0, 0];
  for (let at = 0; at < ranks.length; at += 1) {
    const rank = ranks[at] as number;
    alone += rank * rank;
    if (at >= distance) together += rank * (ranks[at - distance] as number);
  }
  return alone > 0 ? together / alone : 0;
}

/** Ranks less their mean, equal values sharing theirs. */
function centredRanks(sample: readonly number[]): Float64Array {
  const sorted = new Float64Array(sample).sort();
  const ranks = new Float64Array(sample.length);
  const middle = (sample.length - 1) / 2;
  for (let at = 0; at < ranks.length; at += 1) {
    const value = sample[at] as number;
    const below = placeOf(sorted, value, false);
    const shared = sorted[below + 1] === value;
    ranks[at] = (shared ? (below + placeOf(sorted, value, true) - 1) / 2 : below) - middle;
  }
  return ranks;
}

/** How many values are below a value, or at most it. */
function placeOf(sorted: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const each = sorted[middle] as number;
    if (each < value || (orEqual && each === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
