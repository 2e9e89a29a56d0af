import { meanOf } from '../statistics/mean.ts';
import type { Harm, Tolerance } from './evidence.ts';

/** Share of points with the same value from which a metric counts events: most of the time there is none. */
const MOSTLY = 0.5;

/** Which way the harm lies: up or down. */
export type Sign = -1 | 1;

/** Values made worse by an amount, in the order given. */
export function worsened(
  values: ArrayLike<number>,
  { absolute = 0, relative = 0 }: Tolerance,
  sign: Sign,
): Float64Array {
  const worse = new Float64Array(values);
  for (let at = 0; at < worse.length; at += 1) {
    const value = worse[at] as number;
    worse[at] = value + sign * (Math.abs(value) * relative + absolute);
  }
  return worse;
}

/**
 * Values as a harm would leave them, in any order: every value worse by it. Where most points have the same value, as failures of single
 * requests do, a harm does not move them all; so many more of them are unusual that the mean moves by the harm.
 *
 * @param values - ascending
 */
export function harmedValues(values: Float64Array, harm: Harm, sign: Sign): Float64Array {
  const { share, value } = commonest(values);
  if (share < MOSTLY) return worsened(values, harm, sign);
  const unusual = values.filter((each) => sign * (each - value) > 0);
  if (share === 1 || unusual.length === 0) return constantHarmed(values, harm, sign);
  const jump = Math.abs(meanOf(unusual) - value);
  const amount = Math.abs(meanOf(values)) * (harm.relative ?? 0) + (harm.absolute ?? 0);
  let more = Math.round((amount / jump) * values.length);
  return values.map((each) => {
    if (each !== value || more <= 0) return each;
    more -= 1;
    return value + sign * jump;
  });
}

/** Zeros have no share to grow by: any lasting rise is the harm, and a lasting one is in every point. */
function constantHarmed(values: Float64Array, harm: Harm, sign: Sign): Float64Array {
  const zeros = (harm.absolute ?? 0) === 0 && values.every((value) => value === 0);
  return zeros ? values.map(() => sign) : worsened(values, harm, sign);
}

function commonest(sorted: Float64Array): { readonly value: number; readonly share: number } {
  // What more than half of the values are, the middle one is.
  const value = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const share = sorted.reduce((count, each) => count + (each === value ? 1 : 0), 0) / sorted.length;
  return { value, share };
}
