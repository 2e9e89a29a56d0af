/** Nanoseconds of a unit. Days and weeks are Prometheus' and cert-manager's; Go itself ends at hours. */
const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};
/** Digits after the decimal point that are kept: 10^-18 of a unit. */
const DIGITS = 18;
const WHOLE = /^(?:\d{1,18}(?:\.\d{0,18})?(?:ns|us|µs|μs|ms|s|m|h|d|w)){1,10}$/;
const PART = /(\d+)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h|d|w)/g;

/**
 * Reads a length of time as Go and Prometheus write it, such as `90s`, `1h30m` or `1.5h`.
 *
 * @returns the length in 10^-18 nanoseconds, exact; nothing where the text is not a length of time
 */
export function parseDuration(text: string): bigint | undefined {
  if (!WHOLE.test(text)) return undefined;
  return [...text.matchAll(PART)].reduce((sum, [, whole = '', fraction = '', unit = '']) => {
    const amount = BigInt(`${whole}${fraction.padEnd(DIGITS, '0')}`);
    return sum + amount * (NANOSECONDS[unit] ?? 0n);
  }, 0n);
}
