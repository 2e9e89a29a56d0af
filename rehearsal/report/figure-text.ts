const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const TENTH = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const USD = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const CENTS = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** Word for a figure that nobody knows. */
export const UNKNOWN = 'unknown';
/** Sign for a figure that there is none of. */
export const NONE = '–';

/** Money: whole dollars, with cents where it is little. */
export function usdText(usd: number | undefined): string {
  if (usd === undefined) return UNKNOWN;
  return Math.abs(usd) < 100 ? CENTS.format(usd) : USD.format(usd);
}

/** A share as a percentage: whole, with a tenth where it is little, so that something never reads as nothing. */
export function percentText(share: number | undefined): string {
  if (share === undefined) return NONE;
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  return `${percent < 10 ? TENTH.format(percent) : WHOLE.format(percent)} %`;
}

/** An amount: whole, with a tenth where it is little. */
export function amountText(amount: number): string {
  return Math.abs(amount) < 100 ? TENTH.format(amount) : WHOLE.format(amount);
}

/** A length of time in its two largest units: `45 s`, `3 min 20 s`, `2 h 5 min`, `1 d 4 h`. */
export function durationText(seconds: number | undefined): string {
  if (seconds === undefined) return NONE;
  if (seconds < 10) return `${TENTH.format(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return twoUnits(whole, 60, 'min', 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return twoUnits(minutes, 60, 'h', 'min');
  return twoUnits(Math.round(minutes / 60), 24, 'd', 'h');
}

function twoUnits(amount: number, size: number, large: string, small: string): string {
  const rest = amount % size;
  return `${Math.floor(amount / size)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}

/** Words of others on one line, without the control characters that could steer a terminal. */
export function plainWords(words: string): string {
  return words.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}
