import { type Gap, html, type Markup } from '../html-markup.ts';
import { amountAxis, type Description, type Frame, frameOf, picture, type Width } from './frame.ts';
import { seriesTable } from './series-table.ts';
import { highest, type Layer, type Series, stackedAreas, steppedLine } from './stacked-areas.ts';
import { timeAxis } from './time-axis.ts';

/** What is drawn: what was, and the line of what could have been. */
export interface AreasBelowLineProps {
  readonly words: Description;
  readonly series: Series;
  /** Drawn dashed above the areas. */
  readonly line: Layer;
  /** Unit: simulated seconds. */
  readonly endedAt: number;
  /** Height on wide and on narrow screens. Unit: pixels. */
  readonly heights: readonly [wide: number, narrow: number];
  /** What else is drawn between line and axis. @default - nothing */
  readonly marks?: (frame: Frame) => Gap;
}

/** Stacked areas over time below a dashed line, for wide and for narrow screens, with the same as a table. */
export function areasBelowLine({ endedAt, heights, line, marks, series, words }: AreasBelowLineProps): Markup {
  const draw = (width: Width, height: number) => {
    const frame = frameOf(width, height, endedAt, { left: 40, top: 10 });
    const { axis, y } = amountAxis(frame, Math.max(highest(series), ...line.values));
    const dashed = html`<path class="offered" d="${steppedLine(line.values, series.partSeconds, frame, y)}"/>`;
    const drawn = marks === undefined ? [] : [marks(frame)];
    return picture(width, height, words, axis, stackedAreas(series, frame, y), dashed, ...drawn, timeAxis(frame));
  };
  const [wide, narrow] = heights;
  return html`${draw('wide', wide)}${draw('narrow', narrow)}
${seriesTable(words.title, series, line)}`;
}
