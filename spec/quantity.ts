/**
 * An amount as Kubernetes counts it, exact: `units × 10^exponent`.
 *
 * Normal form: `units` does not end in a zero and 0 has exponent 0, so that equal amounts have equal fields.
 */
export interface Quantity {
  /** Significant digits with their sign. */
  readonly units: bigint;
  /** Power of ten; never below −9, because Kubernetes knows nothing smaller than a billionth. */
  readonly exponent: number;
}

/** Sign, digits, fraction, and a suffix or an exponent. */
const FORM = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d{1,9}))?$/;
const BINARY = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n } as const;
const DECIMAL = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 } as const;
/** Power of ten of the smallest amount. */
const SMALLEST = -9;
/** Largest amount that may carry a binary suffix; more is cut to it, as Kubernetes does. */
const LARGEST_BINARY: Quantity = { units: 2n ** 63n - 1n, exponent: 0 };

/**
 * Reads a quantity in any form that Kubernetes takes: `1.5`, `500m`, `64k`, `16Gi`, `2e3`.
 *
 * An amount finer than a billionth is rounded away from zero, as Kubernetes does.
 *
 * @param text - the text, or the number where YAML has read one
 * @returns nothing where it is not a quantity
 */
export function parseQuantity(text: string | number): Quantity | undefined {
  const [match, sign, whole, fraction = '', bare = '', binary, decimal, power = '0'] = FORM.exec(String(text)) ?? [];
  if (match === undefined) return undefined;
  const digits = BigInt(`${whole ?? ''}${fraction}${bare}`);
  const units = sign === '-' ? -digits : digits;
  const shift = -(fraction.length + bare.length);
  if (binary !== undefined) return cut(rounded(units << BINARY[binary as keyof typeof BINARY], shift));
  return rounded(units, shift + (decimal === undefined ? Number(power) : DECIMAL[decimal as keyof typeof DECIMAL]));
}

/** Compares two quantities: negative where `a` is less, 0 where they are equal, positive where `a` is more. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const sign = signOf(a) - signOf(b);
  if (sign !== 0 || a.units === 0n) return sign;
  // Digits decide before anything is multiplied: an exponent of a billion must not become a billion zeros.
  const magnitude = (magnitudeOf(a) - magnitudeOf(b)) * signOf(a);
  if (magnitude !== 0) return magnitude;
  const base = Math.min(a.exponent, b.exponent);
  const difference = a.units * 10n ** BigInt(a.exponent - base) - b.units * 10n ** BigInt(b.exponent - base);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function cut(quantity: Quantity): Quantity {
  const most = { ...LARGEST_BINARY, units: quantity.units < 0n ? -LARGEST_BINARY.units : LARGEST_BINARY.units };
  const over = compareQuantities(quantity, most) * signOf(quantity) > 0;
  return over ? normal(most.units, most.exponent) : quantity;
}

function rounded(units: bigint, exponent: number): Quantity {
  const surplus = SMALLEST - exponent;
  if (surplus <= 0 || units === 0n) return normal(units, exponent);
  const sign = units < 0n ? -1n : 1n;
  if (surplus > digitsOf(units)) return { units: sign, exponent: SMALLEST };
  const step = 10n ** BigInt(surplus);
  return normal(sign * ((units * sign + step - 1n) / step), SMALLEST);
}

function normal(units: bigint, exponent: number): Quantity {
  if (units === 0n) return { units: 0n, exponent: 0 };
  const text = units.toString();
  const digits = text.replace(/0+$/, '');
  return { units: BigInt(digits), exponent: exponent + text.length - digits.length };
}

function signOf({ units }: Quantity): number {
  return units < 0n ? -1 : units > 0n ? 1 : 0;
}

function magnitudeOf({ exponent, units }: Quantity): number {
  return digitsOf(units) + exponent;
}

function digitsOf(units: bigint): number {
  return (units < 0n ? -units : units).toString().length;
}
