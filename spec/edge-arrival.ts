import { type EdgeLink, WEEKDAYS } from './edge-link.ts';

/** Largest piece that a model is cut into, and most that a cut can cost. Unit: bytes. Default of both engines of the casync form. */
export const LARGEST_CHUNK = 262_144;
/** Part of a link's useful time that the agent really uses; what it is held to by its own tests. */
const USED = 0.9;
const MINUTES_OF_DAY = 1_440;
const MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;

/** How a model comes to a site. */
export interface EdgeArrival {
  /** What models may take of the link. Unit: kbit/s. */
  readonly kbit: number;
  /** Time in a week in which models may be sent. Unit: seconds. */
  readonly weekSeconds: number;
  /** Longest time without a break: the longest window, or from one cut to the next. Unit: seconds. */
  readonly longestSeconds: number;
  /** Time that the largest piece takes. Unit: seconds. */
  readonly chunkSeconds: number;
  /** Part of the windows that is of use: without cuts, and without the piece that each of them costs. Range 0–1. */
  readonly useful: number;
  /** How long it takes with nights and shut windows. Unit: days. @default - it never comes: no time is long enough for one piece */
  readonly days?: number;
}

/**
 * How long some bytes take to a site.
 *
 * What has come stays when a window shuts or the link breaks; only the piece that was under way is lost. So a model comes at some
 * time if the largest piece fits between two breaks, and never if it does not.
 *
 * @param bytes - what is sent
 */
export function edgeArrival(link: EdgeLink, bytes: number): EdgeArrival {
  const kbit = Math.min(link.bandwidth, link.cap ?? link.bandwidth);
  const { longest, open } = openMinutes(link);
  const chunkSeconds = (LARGEST_CHUNK * 8) / (kbit * 1_000);
  const between = link.cuts === undefined ? Number.POSITIVE_INFINITY : link.cuts.every - link.cuts.last;
  const longestSeconds = Math.min(longest * 60, between);
  const useful = link.cuts === undefined ? 1 : Math.max(0, between - chunkSeconds) / link.cuts.every;
  const found = { kbit, weekSeconds: open * 60, longestSeconds, chunkSeconds, useful };
  if (longestSeconds < chunkSeconds || useful === 0) return found;
  const seconds = (bytes * 8) / (kbit * 1_000 * useful * USED);
  return { ...found, days: (seconds / (open * 60)) * 7 };
}

/** Minutes of a week in which models may be sent, and the longest row of them; the week goes round. */
function openMinutes({ windows }: EdgeLink): { readonly open: number; readonly longest: number } {
  if (windows.length === 0) return { open: MINUTES_OF_WEEK, longest: MINUTES_OF_WEEK };
  const week = new Uint8Array(MINUTES_OF_WEEK);
  for (const { days, from, to } of windows)
    for (const day of days) {
      const begin = WEEKDAYS.indexOf(day) * MINUTES_OF_DAY + minuteOf(from);
      const length = (minuteOf(to) - minuteOf(from) + MINUTES_OF_DAY) % MINUTES_OF_DAY || MINUTES_OF_DAY;
      for (let each = 0; each < length; each++) week[(begin + each) % MINUTES_OF_WEEK] = 1;
    }
  let [longest, row] = [0, 0];
  // Twice round, for a window over the end of the week.
  for (let each = 0; each < 2 * MINUTES_OF_WEEK; each++) {
    row = week[each % MINUTES_OF_WEEK] === 1 ? row + 1 : 0;
    longest = Math.max(longest, row);
  }
  return { open: week.reduce((sum, minute) => sum + minute, 0), longest: Math.min(longest, MINUTES_OF_WEEK) };
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
