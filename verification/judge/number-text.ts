/** Digits that people compare. */
const DIGITS = 3;

/** A number as people read it: three digits that count. */
export function numberText(value: number): string {
  if (value === 0 || Math.abs(value) < 1e-9) return '0';
  const size = Math.abs(value);
  if (size >= 1_000_000 || size < 0.0005) return value.toExponential(1);
  return String(Number(value.toPrecision(size >= 1_000 ? 4 : DIGITS))).replace('-', '−');
}

/** A change with its sign: `+52`, `−3`. */
export function changeText(value: number): string {
  return value > 0 ? `+${numberText(value)}` : numberText(value);
}

/** A share in percent with its sign: `+48 %`. */
export function percentChangeText(share: number): string {
  const percent = Math.round(share * 100);
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent)} %`;
}

/** The probability of what was seen: never 0, since nothing is impossible. */
export function oddsText(probability: number): string {
  return probability < 1e-9 ? 'p < 1e-9' : `p = ${numberText(probability)}`;
}
