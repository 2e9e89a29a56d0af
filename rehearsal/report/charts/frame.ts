import { scaleLinear } from 'd3-scale';
import { type Gap, html, type Markup } from '../html-markup.ts';

/** Where a chart draws: an area with time from left to right. Unit: SVG units, which are pixels at full size. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** When time ends. Unit: seconds. */
  readonly end: number;
  /** Place of a moment. */
  readonly x: (seconds: number) => number;
}

/** Widths that every chart is drawn in: for a desk, for print, and for a phone. */
export const WIDTHS = { wide: 1_032, narrow: 400 } as const;

/** A size that charts are drawn in. */
export type Width = keyof typeof WIDTHS;

/** The area of a chart of a width and height, with room for axes. */
export function frameOf(width: Width, height: number, end: number, room: { left: number; top: number }): Frame {
  const right = WIDTHS[width] - 8;
  const x = scaleLinear([0, Math.max(end, 1)], [room.left, right]);
  return { left: room.left, right, top: room.top, bottom: height - 24, end, x };
}

/** A scale of amounts from the bottom to the top of a frame, with lines at round numbers. */
export function amountAxis({ bottom, left, right, top }: Frame, most: number) {
  const y = scaleLinear([0, Math.max(most, 1)], [bottom, top]).nice(4);
  const ticks = y.ticks(4).filter((tick) => Number.isInteger(tick));
  const axis = html`<path class="grid" d="${ticks.map((tick) => `M${left},${y(tick).toFixed(1)}H${right}`).join('')}"/>
${ticks.map((tick) => html`<text x="${left - 7}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${tick.toLocaleString('en-US')}</text>`)}`;
  return { y, axis };
}

/** What a picture is, for people who do not see it. */
export interface Description {
  /** Id that is unique on the page. */
  readonly id: string;
  /** What it is. */
  readonly title: string;
  /** What it shows, in words. */
  readonly text: string;
}

/** A picture with its words, of a width; the style shows the one that fits. */
export function picture(
  width: Width,
  height: number,
  { id, text, title }: Description,
  ...inside: readonly Gap[]
): Markup {
  const own = `${id}-${width}`;
  return html`<svg class="${width}" viewBox="0 0 ${WIDTHS[width]} ${height}" role="img" aria-labelledby="${own}-t ${own}-d">
<title id="${own}-t">${title}</title><desc id="${own}-d">${text}</desc>
${inside}</svg>
`;
}
