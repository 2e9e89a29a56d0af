import { normalTail, normalTailQuantile } from './normal.ts';

/**
 * How much of the allowed probability of a false alarm each look at growing data may use, so that all looks together use no
 * more than what is allowed.
 *
 * The spending function of Lan and DeMets after O'Brien and Fleming: hardly anything early, most at the end. Each look
 * gets what has become free since the one before; that the looks share data is not used, so the true probability is lower.
 *
 * @param shares - part of the planned data that each look has, growing. Range 0–1
 * @param allowed - probability of a false alarm over all looks. Range 0–1
 */
export function spent(shares: readonly number[], allowed: number): readonly number[] {
  let before = 0;
  return shares.map((share) => {
    const until = share >= 1 ? allowed : 2 * normalTail(normalTailQuantile(allowed / 2) / Math.sqrt(share));
    const free = Math.max(0, until - before);
    before = Math.max(before, until);
    return free;
  });
}
