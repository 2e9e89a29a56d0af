import type { AlertCase } from './rule.ts';

/**
 * A run of series, and when it is looked at.
 *
 * @param minutes - when it is looked at, from the beginning
 * @param series - series with all labels, and their samples, one a minute, in promtool's notation
 */
export function run(minutes: number, series: Readonly<Record<string, string>>): AlertCase {
  return {
    at: `${minutes}m`,
    series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
  };
}
