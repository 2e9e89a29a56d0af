import { scaleLinear } from 'd3-scale';
import type { Frame } from '../../../rehearsal/report/charts/frame.ts';
import { html, type Markup } from '../../../rehearsal/report/html-markup.ts';

/** Ticks of an axis, about. */
const TICKS = 4;

/** A scale of values from the bottom to the top of a frame, with lines at round numbers; it need not begin at 0. */
export function valueAxis({ bottom, left, right, top }: Frame, values: readonly number[]) {
  const [least, most] = bounds(values);
  const y = scaleLinear([least, most], [bottom, top]).nice(TICKS);
  const label = y.tickFormat(TICKS);
  const ticks = y.ticks(TICKS);
  const axis: Markup = html`<path class="grid" d="${ticks.map((tick) => `M${left},${y(tick).toFixed(1)}H${right}`).join('')}"/>
${ticks.map((tick) => html`<text x="${left - 7}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${label(tick)}</text>`)}`;
  return { y, axis };
}

/** A scale of values from left to right, with their texts below. */
export function valueScale({ bottom, left, right }: Frame, values: readonly number[]) {
  const [least, most] = bounds(values);
  const x = scaleLinear([least, most], [left, right]).nice(TICKS);
  const label = x.tickFormat(TICKS);
  const axis: Markup = html`<path class="axis" d="M${left},${bottom}H${right}"/>
${x.ticks(TICKS).map((tick) => html`<text x="${x(tick).toFixed(1)}" y="${bottom + 17}" text-anchor="${x(tick) > right - 16 ? 'end' : 'middle'}">${label(tick)}</text>`)}`;
  return { x, axis };
}

/** Least and most, apart even where all are the same. */
function bounds(values: readonly number[]): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  const least = finite.reduce((low, each) => Math.min(low, each), Number.POSITIVE_INFINITY);
  const most = finite.reduce((high, each) => Math.max(high, each), Number.NEGATIVE_INFINITY);
  if (finite.length === 0) return [0, 1];
  return least === most ? [least - 1, most + 1] : [least, most];
}
