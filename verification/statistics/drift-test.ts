import { normalTailQuantile } from './normal.ts';

/** Parts of the baseline, equally full, that both samples are counted in. Ten, as usual for this index. */
const BINS = 10;
/** Terms of Kolmogorov's series after which it does not change any more. */
const TERMS = 100;
/** Value below which that series converges slowly and the probability is 1 to ten digits. */
const SURELY_BELOW = 0.2;

/** How far two distributions lie apart, whatever their form. */
export interface DriftTest {
  /** Largest distance between the shares of values below any threshold (Kolmogorov and Smirnov). Range 0–1. */
  readonly distance: number;
  /** Probability of as large a distance or larger if both samples come from the same source. */
  readonly different: number;
  /** Population stability index over tenths of the baseline. 0 is no drift; from about 0.1 it is commonly looked at. */
  readonly stabilityIndex: number;
}

/**
 * Compares two distributions as a whole: location, spread and form.
 *
 * The probability is Kolmogorov's limit, as `scipy.stats.kstwobign`; with equal values it is too careful.
 *
 * @param baseline - at least one value, ascending, none NaN
 * @param candidate - the same
 * @param inflation - how many times as variable shares are as those of independent values. At least 1. @default 1 - independent
 */
export function driftTest(baseline: Float64Array, candidate: Float64Array, inflation = 1): DriftTest {
  const distance = largestDistance(baseline, candidate);
  const effective = (baseline.length * candidate.length) / (baseline.length + candidate.length) / inflation;
  return {
    distance,
    different: kolmogorovTail(Math.sqrt(effective) * distance),
    stabilityIndex: stabilityIndex(baseline, candidate),
  };
}

/** Probability that Kolmogorov's limit is above a value. */
export function kolmogorovTail(value: number): number {
  if (value < SURELY_BELOW) return 1;
  let sum = 0;
  for (let k = 1; k < TERMS; k += 1) {
    const term = 2 * Math.exp(-2 * k * k * value * value);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-18) break;
  }
  return Math.min(1, Math.max(0, sum));
}

/** One walk over both: after each group of equal values the shares are compared. */
function largestDistance(first: Float64Array, second: Float64Array): number {
  let [i, j, most] = [0, 0, 0];
  while (i < first.length && j < second.length) {
    const value = Math.min(first[i] as number, second[j] as number);
    while (i < first.length && first[i] === value) i += 1;
    while (j < second.length && second[j] === value) j += 1;
    most = Math.max(most, Math.abs(i / first.length - j / second.length));
  }
  return most;
}

/** Shares have half a value added, so that an empty part does not make the index infinite. */
function stabilityIndex(baseline: Float64Array, candidate: Float64Array): number {
  const edges = new Set(
    Array.from({ length: BINS - 1 }, (_, at) => baseline[Math.ceil(((at + 1) / BINS) * baseline.length) - 1] as number),
  );
  const [usual, now] = [shares(baseline, [...edges]), shares(candidate, [...edges])];
  return usual.reduce((sum, share, at) => {
    const other = now[at] ?? share;
    return sum + (other - share) * Math.log(other / share);
  }, 0);
}

function shares(values: Float64Array, edges: readonly number[]): readonly number[] {
  const counts = new Array<number>(edges.length + 1).fill(0.5);
  let bin = 0;
  for (const value of values) {
    while (bin < edges.length && value > (edges[bin] as number)) bin += 1;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count) => count / (values.length + counts.length / 2));
}

/**
 * Values of each sample that are needed to see two distributions that lie `distance` apart. At least as many as that: the
 * largest distance seen is never below the one at the place where they really differ most.
 *
 * @param distance - largest distance between their shares. Range 0–1
 * @param allowed - probability of a false alarm
 * @param power - probability of seeing it
 */
export function driftSample(distance: number, allowed: number, power: number): number {
  const edge = Math.sqrt(-Math.log(allowed / 2) / 2);
  return Math.ceil(2 * ((edge + normalTailQuantile(1 - power) / 2) / distance) ** 2);
}
