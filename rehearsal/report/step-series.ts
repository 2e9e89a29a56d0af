import { type ClosedSpan, HOUR } from './spans.ts';

/** An amount that is there for a while. */
export interface Amount extends ClosedSpan {
  readonly amount: number;
}

/** A value that holds from a moment until the next step. */
export interface Step {
  /** Unit: seconds. */
  readonly at: number;
  readonly value: number;
}

/** The sum of amounts over time, one step for every moment at which it changes. */
export function stepsOf(amounts: readonly Amount[]): Step[] {
  const changes = new Map<number, number>();
  for (const { amount, from, to } of amounts) {
    changes.set(from, (changes.get(from) ?? 0) + amount);
    changes.set(to, (changes.get(to) ?? 0) - amount);
  }
  let value = 0;
  return [...changes.entries()]
    .sort(([a], [b]) => a - b)
    .map(([at, change]) => {
      value += change;
      return { at, value };
    });
}

/** The largest sum of amounts that are there at the same time; 0 without amounts. */
export function peakOf(amounts: readonly Amount[]): number {
  return stepsOf(amounts).reduce((most, { value }) => Math.max(most, value), 0);
}

/** Amounts times the hours that they are there, added up. */
export function amountHours(amounts: readonly Amount[]): number {
  return amounts.reduce((total, { amount, from, to }) => total + (amount * (to - from)) / HOUR, 0);
}

/** Mean sum of the amounts in each of a number of equal parts of the time from 0 to `end`. */
export function binnedMeans(amounts: readonly Amount[], end: number, bins: number): number[] {
  const width = end / bins;
  const areas = new Array<number>(bins).fill(0);
  for (const { amount, from, to } of amounts) {
    const last = Math.min(bins - 1, Math.floor(to / width));
    for (let bin = Math.max(0, Math.floor(from / width)); bin <= last; bin += 1) {
      const share = Math.min(to, (bin + 1) * width) - Math.max(from, bin * width);
      if (share > 0) areas[bin] = (areas[bin] ?? 0) + amount * share;
    }
  }
  return areas.map((area) => area / width);
}
