import fc, { type GeneratorValue } from 'fast-check';

/** A whole number, both ends included. */
export function whole(draw: GeneratorValue, min: number, max: number): number {
  return draw(fc.integer, { min, max });
}

/** One of several values. */
export function oneOf<T>(draw: GeneratorValue, values: readonly T[]): T {
  return values[whole(draw, 0, values.length - 1)] as T;
}

/** True in about that share of the cases. @param share - 0 to 1 */
export function chance(draw: GeneratorValue, share = 0.5): boolean {
  return whole(draw, 1, 100) <= share * 100;
}

/** Some of several values, each at most once, in their order; may be none. */
export function some<T>(draw: GeneratorValue, values: readonly T[], share = 0.4): T[] {
  return values.filter(() => chance(draw, share));
}
