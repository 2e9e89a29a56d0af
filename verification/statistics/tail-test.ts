import { normalTailQuantile } from './normal.ts';

/** How many more values it takes because the threshold is itself taken from the values: found by simulation. */
const MARGIN = 1.15;

/** What a comparison of tails says. */
export interface TailTest {
  /** Values of the baseline above the threshold. */
  readonly baselineAbove: number;
  /** Values of the candidate above it. */
  readonly candidateAbove: number;
  /** Threshold: the quantile of both samples together. */
  readonly threshold: number;
  /** Probability of as many or more of the candidate's values above it if both samples come from the same source. */
  readonly larger: number;
}

/**
 * Compares how often two samples are above a high quantile of both together: Fisher's exact test, one-sided. Sees a shift of
 * the tail alone, which ranks as a whole do not.
 *
 * @param baseline - at least one value, none NaN
 * @param candidate - the same
 * @param quantile - which part of the values lies below the threshold. Range 0–1
 */
export function tailTest(baseline: readonly number[], candidate: readonly number[], quantile: number): TailTest {
  const all = Float64Array.from([...baseline, ...candidate]).sort();
  const threshold = all[Math.min(all.length - 1, Math.ceil(quantile * all.length) - 1)] ?? Number.NaN;
  const above = (values: readonly number[]) => values.reduce((count, value) => count + (value > threshold ? 1 : 0), 0);
  const [baselineAbove, candidateAbove] = [above(baseline), above(candidate)];
  const larger = hypergeometricTail(candidateAbove, candidate.length, baseline.length, baselineAbove + candidateAbove);
  return { baselineAbove, candidateAbove, threshold, larger };
}

/** A tail to be seen. */
export interface TailQuestion {
  /** Which part of both samples together lies below the threshold. Range 0.5–1. */
  readonly quantile: number;
  /** How many times as often the candidate is above the threshold as the baseline. Above 1. */
  readonly worse: number;
  /** Probability of a false alarm. */
  readonly allowed: number;
  /** Probability of seeing it. */
  readonly power: number;
}

/**
 * Values of each sample that are needed to see that the candidate is above the threshold `worse` times as often.
 *
 * Both together are above it as often as the quantile says, so the baseline is above it less often than that.
 */
export function tailSample({ allowed, power, quantile, worse }: TailQuestion): number {
  const usual = (2 * (1 - quantile)) / (1 + worse);
  const more = worse * usual;
  const mean = 1 - quantile;
  const alarm = normalTailQuantile(allowed) * Math.sqrt(2 * mean * (1 - mean));
  const seen = normalTailQuantile(1 - power) * Math.sqrt(usual * (1 - usual) + more * (1 - more));
  const plain = ((alarm + seen) / (more - usual)) ** 2;
  // Fleiss' correction, because the exact test is more careful than the normal approximation.
  return Math.ceil(MARGIN * (plain / 4) * (1 + Math.sqrt(1 + 4 / (plain * (more - usual)))) ** 2);
}

/** Probability that at least `k` of `marked` values fall into a sample of `n` out of `n + m`. */
function hypergeometricTail(k: number, n: number, m: number, marked: number): number {
  const whole = logChoose(n + m, marked);
  let sum = 0;
  for (let each = k; each <= Math.min(n, marked); each += 1) {
    if (marked - each > m) continue;
    sum += Math.exp(logChoose(n, each) + logChoose(m, marked - each) - whole);
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Logarithms of factorials so far, as each needs the one before. */
const LOG_FACTORIALS = [0];

function logFactorial(n: number): number {
  for (let at = LOG_FACTORIALS.length; at <= n; at += 1)
    LOG_FACTORIALS.push((LOG_FACTORIALS[at - 1] ?? 0) + Math.log(at));
  return LOG_FACTORIALS[n] ?? 0;
}
