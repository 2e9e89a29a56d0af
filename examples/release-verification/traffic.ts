/**
 * Five minutes of a shop at one request a second for each of two releases, as JSON for `plinth verify --data`. Made up, and the
 * same at every call: in the bad release the cart takes half as long again.
 */
const SECONDS = 300;
/** When the five minutes begin. Unit: seconds since 1970. */
const BEGIN = 1_795_000_000;

let state = 20261122;

/** A number that looks random, the same in every run: mulberry32. Uniform in 0–1. */
function random(): number {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** A value around a mean, sometimes far above it as latencies are. */
function around(mean: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return mean * Math.exp(spread * normal - spread ** 2 / 2);
}

/** What one release shows in one second. */
function second(cartFactor: number) {
  const prices = around(12, 0.3);
  const cart = cartFactor * around(40, 0.3) + 2 * prices;
  return {
    'shop/@traffic': 1,
    'shop/@latency': around(30, 0.3) + cart,
    'shop/failed requests': random() < 0.01 ? 100 : 0,
    'shop/revenue': around(8, 0.6),
    'cart/@latency': cart,
    'cart/memory': around(220, 0.04),
    'prices/@latency': prices,
    'prices/predicted discount': around(15, 0.4),
  };
}

type Values = Record<keyof ReturnType<typeof second> | 'shop/latency', number>;

function arm(cartFactor: number): readonly Values[] {
  return Array.from({ length: SECONDS }, () => {
    const values = second(cartFactor);
    return { ...values, 'shop/latency': values['shop/@latency'] };
  });
}

const arms = { baseline: arm(1), canary: arm(process.argv[2] === 'bad' ? 1.5 : 1) };
const keys = Object.keys(arms.baseline[0] ?? {}) as (keyof Values)[];
const points = (values: readonly Values[], key: keyof Values) =>
  values.map((each, at) => [BEGIN + at, Math.round(each[key] * 10) / 10]);
const series = keys.map((key) => [key, { baseline: points(arms.baseline, key), canary: points(arms.canary, key) }]);
console.log(JSON.stringify({ series: Object.fromEntries(series) }));
