/** Numbers that look random and are the same on every machine: mulberry32. Uniform in 0–1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal value (Box and Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A lognormal value with a mean and a coefficient of variation. */
export function lognormal(random: () => number, mean: number, variation: number): number {
  const sigma = Math.sqrt(Math.log(1 + variation ** 2));
  return mean * Math.exp(sigma * normal(random) - sigma ** 2 / 2);
}

/** Values of the kinds that metrics are of. */
export const FAMILIES = {
  normal: (random) => 10 + 2 * normal(random),
  lognormal: (random) => lognormal(random, 100, 0.5),
  exponential: (random) => -5 * Math.log(1 - random()),
  counts: (random) => poisson(random, 3),
  zeroes: (random) => (random() < 0.7 ? 0 : -Math.log(1 - random())),
  rounded: (random) => Math.round(10 + 2 * normal(random)),
} as const satisfies Readonly<Record<string, (random: () => number) => number>>;

/** Name of a family. */
export type Family = keyof typeof FAMILIES;

/** A count of events that are as likely at any time (Knuth). */
export function poisson(random: () => number, mean: number): number {
  let [count, product] = [0, random()];
  for (const edge = Math.exp(-mean); product > edge; count += 1) product *= random();
  return count;
}

/** Values of which each is like the one before it: a first-order autoregression with standard normal values. */
export function autoregressive(random: () => number, length: number, correlation: number): readonly number[] {
  const values = [normal(random)];
  while (values.length < length)
    values.push(correlation * (values.at(-1) ?? 0) + Math.sqrt(1 - correlation ** 2) * normal(random));
  return values;
}

/** As many values as asked for. */
export function times<T>(count: number, make: (at: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}
