/** Value beyond which the continued fraction converges faster than the series. */
const SERIES_UP_TO = 2.5;
/** Terms after which neither changes any more in double precision. */
const TERMS = 200;

/** Probability that a standard normal value is at most `z`. Right to 1e-14. */
export function normalCdf(z: number): number {
  return z < 0 ? tail(-z) : 1 - tail(z);
}

/** Probability that a standard normal value is above `z`, exact also far out, where `1 - normalCdf(z)` is 0. */
export function normalTail(z: number): number {
  return z < 0 ? 1 - tail(-z) : tail(z);
}

/**
 * The value that a standard normal value is above with a probability.
 *
 * @param probability - between 0 and 1, both excluded
 */
export function normalTailQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new Error(`bug: ${probability} is no probability within 0 and 1`);
  // Newton's method on the logarithm, which is concave and nearly a parabola far out; 38 is beyond the smallest number.
  let [low, high] = [-38, 38];
  let z = 0;
  for (let step = 0; step < TERMS && high - low > 1e-15 * Math.max(1, Math.abs(z)); step += 1) {
    const above = normalTail(z);
    if (above > probability) low = z;
    else high = z;
    const next = z + ((Math.log(above) - Math.log(probability)) * above) / density(z);
    const inside = next > low && next < high;
    if (inside && Math.abs(next - z) < 1e-15) return next;
    z = inside ? next : (low + high) / 2;
  }
  return z;
}

/** Probability above a value that is not negative. */
function tail(z: number): number {
  return z < SERIES_UP_TO ? 0.5 - density(z) * series(z) : density(z) / fraction(z);
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** z + z³/3 + z⁵/(3·5) + …, all of one sign. */
function series(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 3; n < TERMS && term > sum * 1e-17; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))), from the inside out. */
function fraction(z: number): number {
  let value = z;
  for (let n = TERMS; n > 0; n -= 1) value = z + n / value;
  return value;
}
