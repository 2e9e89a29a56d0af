/** A stretch of simulated time; without an end it lasts until the watching ended. Unit: seconds. */
export interface Span {
  readonly from: number;
  readonly to?: number;
}

/** A stretch of time with both ends. Unit: seconds. */
export interface ClosedSpan {
  readonly from: number;
  readonly to: number;
}

/** Seconds of an hour. */
export const HOUR = 3_600;

/** The part of a span that lies within others; nothing where they do not meet. */
export function within(span: Span, around: ClosedSpan): ClosedSpan | undefined {
  const from = Math.max(span.from, around.from);
  const to = Math.min(span.to ?? Number.POSITIVE_INFINITY, around.to);
  return to > from ? { from, to } : undefined;
}

/** Adds numbers up. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
