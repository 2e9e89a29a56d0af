/** Digits after the point that a report keeps: more would show how computers add, and nothing else. */
const DIGITS = 6;

/** A copy of plain JSON whose numbers have at most six digits after the point. */
export function rounded<T>(value: T): T {
  if (typeof value === 'number') return Number(value.toFixed(DIGITS)) as T;
  if (Array.isArray(value)) return value.map(rounded) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)])) as T;
}
