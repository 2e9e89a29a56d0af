import { quantileSorted } from 'd3-array';
import type { Spread } from './wait-figures.ts';

/** Percentiles of values, interpolated between neighbours (method R-7, as spreadsheets do); nothing without values. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95), max: percentile(sorted, 1) };
}

function percentile(sorted: number[], share: number): number {
  return quantileSorted(sorted, share) ?? 0;
}
