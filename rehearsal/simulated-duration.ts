/** How long simulated work runs when nobody says. Unit: milliseconds. */
export const DEFAULT_DURATION_MILLISECONDS = 1_000;

const UNIT_MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * A Go duration such as `1h30m` or `1.5s` in milliseconds.
 *
 * @param text - undefined or unreadable means one second, as KWOK takes it for pods.
 */
export function durationMilliseconds(text: string | undefined): number {
  const parts = [...(text ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0) return DEFAULT_DURATION_MILLISECONDS;
  return parts.reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (UNIT_MILLISECONDS[unit] ?? 0), 0);
}
