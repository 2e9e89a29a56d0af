import { html, type Markup } from '../html-markup.ts';
import type { Frame } from './frame.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
/** Distances between ticks that people read without counting. Unit: seconds. */
const DISTANCES = [
  1,
  2,
  5,
  10,
  15,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
];

/** Moments to mark between 0 and `end`, at most as many as asked for. Unit: seconds. */
export function timeTicks(end: number, most: number): number[] {
  const distance = DISTANCES.find((each) => end / each <= most) ?? end;
  return distance > 0 ? Array.from({ length: Math.floor(end / distance) + 1 }, (_, index) => index * distance) : [0];
}

/** A moment as people read it: `0`, `30 s`, `15 min`, `6 h`, `1 d 12 h`. */
export function momentText(seconds: number): string {
  if (seconds === 0) return '0';
  const parts = [
    [Math.floor(seconds / DAY), 'd'],
    [Math.floor((seconds % DAY) / HOUR), 'h'],
    [Math.floor((seconds % HOUR) / MINUTE), 'min'],
    [Math.round(seconds % MINUTE), 's'],
  ] as const;
  return parts.flatMap(([amount, unit]) => (amount === 0 ? [] : `${amount} ${unit}`)).join(' ');
}

/** The axis of time below a chart. */
export function timeAxis({ bottom, end, left, right, x }: Frame): Markup {
  const ticks = timeTicks(end, Math.floor((right - left) / 76));
  const anchor = (at: number) => (x(at) > right - 24 ? 'end' : at === 0 ? 'start' : 'middle');
  return html`<path class="axis" d="M${left},${bottom}H${right}${ticks.map((at) => `M${x(at).toFixed(1)},${bottom}v4`).join('')}"/>
${ticks.map((at) => html`<text x="${x(at).toFixed(1)}" y="${bottom + 17}" text-anchor="${anchor(at)}">${momentText(at)}</text>`)}`;
}
