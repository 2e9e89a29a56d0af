import { z } from 'zod';

/** A length of time. Unit: seconds. */
export type Seconds = number & { readonly unit: 's' };

/** An amount of memory or disk. Unit: GiB (2^30 bytes); may be a fraction. */
export type Gibibytes = number & { readonly unit: 'GiB' };

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const GIBIBYTES = { Mi: 1 / 1_024, Gi: 1, Ti: 1_024, Pi: 1_048_576 } as const;

/** A length of time as users write it: a whole number and `s`, `m`, `h` or `d`, for example `15m`. */
export type DurationText = `${bigint}${keyof typeof SECONDS}`;

/** An amount of memory or disk as users write it: a whole number and `Mi`, `Gi`, `Ti` or `Pi`, for example `512Gi`. */
export type SizeText = `${bigint}${keyof typeof GIBIBYTES}`;

/** Reads a length of time. A program writes a {@link DurationText}, so that a wrong unit does not compile. */
export const duration: z.ZodType<Seconds, DurationText> = spelled<DurationText>(
  /^[1-9]\d{0,6}[smhd]$/,
  'expected a whole number with a unit of s, m, h or d, such as 15m',
).transform((text) => (Number(text.slice(0, -1)) * SECONDS[text.slice(-1) as keyof typeof SECONDS]) as Seconds);

/** Reads an amount of memory or disk. A program writes a {@link SizeText}, so that a wrong unit does not compile. */
export const size: z.ZodType<Gibibytes, SizeText> = spelled<SizeText>(
  /^[1-9]\d{0,6}(Mi|Gi|Ti|Pi)$/,
  'expected a whole number with a unit of Mi, Gi, Ti or Pi, such as 512Gi',
).transform((text) => (Number(text.slice(0, -2)) * GIBIBYTES[text.slice(-2) as keyof typeof GIBIBYTES]) as Gibibytes);

/** Writes a length of time for Kubernetes, in the largest unit that stays whole: 900 becomes `15m`. */
export function durationText(seconds: Seconds): string {
  for (const unit of ['h', 'm'] as const) {
    if (seconds % SECONDS[unit] === 0) return `${seconds / SECONDS[unit]}${unit}`;
  }
  return `${seconds}s`;
}

/** Writes an amount of memory for Kubernetes, in the largest unit that stays whole: 512 becomes `512Gi`. */
export function sizeText(gibibytes: number): string {
  const mebibytes = Math.round(gibibytes * 1_024);
  if (mebibytes % 1_048_576 === 0 && mebibytes > 0) return `${mebibytes / 1_048_576}Ti`;
  return mebibytes % 1_024 === 0 ? `${mebibytes / 1_024}Gi` : `${mebibytes}Mi`;
}

/** A text of this form; zod knows it as any text, the compiler as the narrower type. */
function spelled<Text extends string>(form: RegExp, message: string): z.ZodType<Text, Text> {
  return z.string().regex(form, message) as unknown as z.ZodType<Text, Text>;
}

/** Hours of a month, as clouds count them: 365 days in twelve parts. */
export const HOURS_PER_MONTH = 730;
