import { curveStepAfter, line } from 'd3-shape';
import { type Description, frameOf, picture, WIDTHS, type Width } from '../../../rehearsal/report/charts/frame.ts';
import { timeAxis } from '../../../rehearsal/report/charts/time-axis.ts';
import { html, type Markup } from '../../../rehearsal/report/html-markup.ts';
import type { Arm, Point } from '../../../verification/judge/evidence.ts';
import type { MetricVerdict } from '../../../verification/judge/verdict.ts';
import { nameOf } from '../../../verification/report/verdict-text.ts';
import { valueAxis, valueScale } from './value-axis.ts';

/** Points of one arm that are drawn; of more, every so many. */
const MOST_POINTS = 300;

/** Both arms of a metric: over time, and which share of their values lies below each value. */
export function armsChart(found: MetricVerdict, at: number): Markup {
  const { metric, reason, verdict } = found;
  const arms = [pointsOf(metric.baseline), pointsOf(metric.canary)];
  const unit = metric.unit === undefined ? '' : `, ${metric.unit}`;
  const words = {
    id: `arms-${at}`,
    title: `${nameOf(found)} over time`,
    text: `Values of baseline and canary. ${reason}.`,
  };
  const shares = { id: `shares-${at}`, title: `${nameOf(found)}: share of values below`, text: words.text };
  return html`<figure><figcaption><b>${nameOf(found)}</b>${unit}: <span class="${verdict}">${found.cause}</span>. ${reason}</figcaption>
${(['wide', 'narrow'] as const).map((width) => overTime(arms, width, words))}
<p class="note">Share of values below each value: the canary further right is higher.</p>
${(['wide', 'narrow'] as const).map((width) => shareBelow(arms, width, shares))}</figure>`;
}

function overTime(arms: readonly (readonly Point[])[], width: Width, words: Description): Markup {
  const all = arms.flat();
  const begin = all.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const end = all.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const height = 200;
  const frame = frameOf(width, height, all.length === 0 ? 1 : end - begin, { left: 52, top: 10 });
  const { axis, y } = valueAxis(
    frame,
    all.map(({ value }) => value),
  );
  const dots = arms.map((points, arm) => {
    const path = points.map(({ at, value }) => `M${frame.x(at - begin).toFixed(1)},${y(value).toFixed(1)}h0`).join('');
    return html`<path class="dots s${arm}" d="${path}"/>`;
  });
  const middles = arms.map((points, arm) => {
    const middle = medianOf(points);
    return middle === undefined
      ? ''
      : html`<path class="middle s${arm}" d="M${frame.left},${y(middle).toFixed(1)}H${frame.right}"/>`;
  });
  return picture(width, height, words, axis, dots, middles, timeAxis(frame));
}

function shareBelow(arms: readonly (readonly Point[])[], width: Width, words: Description): Markup {
  const height = 150;
  const frame = frameOf(width, height, WIDTHS[width], { left: 52, top: 10 });
  const { axis, y } = valueAxis(frame, [0, 1]);
  const scale = valueScale(
    frame,
    arms.flat().map(({ value }) => value),
  );
  const lines = arms.map((points, arm) => {
    const sorted = points.map(({ value }) => value).sort((a, b) => a - b);
    const path = line<number>()
      .x((value) => scale.x(value))
      .y((_, place) => y((place + 1) / sorted.length))
      .curve(curveStepAfter)
      .digits(1)(sorted);
    return html`<path class="share s${arm}" d="${path ?? ''}"/>`;
  });
  return picture(width, height, words, axis, scale.axis, lines);
}

function pointsOf(arm: Arm): readonly Point[] {
  if (arm.kind === 'unreachable') return [];
  const finite = arm.points.filter(({ value }) => Number.isFinite(value));
  const every = Math.ceil(finite.length / MOST_POINTS);
  return finite.filter((_, at) => at % every === 0);
}

function medianOf(points: readonly Point[]): number | undefined {
  return points.map(({ value }) => value).sort((a, b) => a - b)[Math.floor((points.length - 1) / 2)];
}
