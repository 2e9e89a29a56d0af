import { frameOf, picture, WIDTHS, type Width } from '../../../rehearsal/report/charts/frame.ts';
import { html, type Markup } from '../../../rehearsal/report/html-markup.ts';
import type { MetricVerdict } from '../../../verification/judge/verdict.ts';
import { nameOf } from '../../../verification/report/verdict-text.ts';
import type { Shift } from '../../../verification/statistics/shift.ts';
import { valueScale } from './value-axis.ts';

/** Metrics that one picture shows. */
const MOST_ROWS = 25;
const ROW_HEIGHT = 24;
/** Room for names. Unit: SVG units. */
const NAMES = { wide: 260, narrow: 130 } as const;
/** Letters of a name that fit there. */
const LETTERS = { wide: 40, narrow: 19 } as const;

/** How far each metric's canary lies from its baseline, in per cent of it, with the interval that is 98 % sure. */
export function shiftChart(metrics: readonly MetricVerdict[]): Markup | undefined {
  const rows = metrics.flatMap((found) => {
    const relative = relativeOf(found);
    return relative === undefined ? [] : [{ found, relative }];
  });
  if (rows.length === 0) return undefined;
  const shown = rows.slice(0, MOST_ROWS);
  return html`<figure><figcaption><b>Canary against baseline</b>: median shift in per cent, and where it lies with 98 % certainty${rows.length > shown.length ? `; the first ${MOST_ROWS} of ${rows.length}` : ''}</figcaption>
${(['wide', 'narrow'] as const).map((width) => draw(shown, width))}</figure>`;
}

interface Row {
  readonly found: MetricVerdict;
  readonly relative: Shift;
}

function draw(rows: readonly Row[], width: Width): Markup {
  const height = rows.length * ROW_HEIGHT + 34;
  const frame = { ...frameOf(width, height, WIDTHS[width], { left: NAMES[width], top: 6 }), right: WIDTHS[width] - 24 };
  const percents = rows.flatMap(({ relative }) => [relative.low * 100, relative.high * 100]);
  const { axis, x } = valueScale(frame, [0, ...percents]);
  const lines = rows.map(({ found, relative }, at) => {
    const y = frame.top + ROW_HEIGHT * (at + 0.5);
    const place = (share: number) => x(share * 100).toFixed(1);
    return html`<text x="${NAMES[width] - 10}" y="${y + 4}" text-anchor="end">${shortened(nameOf(found), LETTERS[width])}</text>
<path class="interval ${found.verdict}" d="M${place(relative.low)},${y}H${place(relative.high)}"/><circle class="point ${found.verdict}" cx="${place(relative.estimate)}" cy="${y}" r="4.5"/>`;
  });
  const words = {
    id: 'shifts',
    title: 'Canary against baseline',
    text: rows.map(({ found }) => `${nameOf(found)}: ${found.cause}`).join('; '),
  };
  const zero = html`<path class="grid zero" d="M${x(0).toFixed(1)},${frame.top}V${frame.bottom}"/>`;
  return picture(width, height, words, zero, lines, axis);
}

function relativeOf({ comparisons }: MetricVerdict): Shift | undefined {
  return comparisons.flatMap((each) =>
    each.test === 'shift' && each.relative !== undefined ? [each.relative] : [],
  )[0];
}

function shortened(name: string, letters: number): string {
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
}
