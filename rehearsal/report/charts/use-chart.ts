import type { Recording } from '../../recording/recording.ts';
import { percentText } from '../figure-text.ts';
import { heldUnits, offeredUnits } from '../held-units.ts';
import { html, type Markup } from '../html-markup.ts';
import type { PoolFigures } from '../pool-figures.ts';
import { binnedMeans } from '../step-series.ts';
import { faultLines } from './fault-lines.ts';
import { amountAxis, frameOf, picture, type Width } from './frame.ts';
import { seriesTable } from './series-table.ts';
import { highest, type Series, stackedAreas, steppedLine } from './stacked-areas.ts';
import type { ColouredTeam } from './team-colours.ts';
import { timeAxis } from './time-axis.ts';

/** Parts that time is cut into: each is a few pixels wide. */
export const PARTS = 320;

/** Units of a pool in use over time, by team, below the line of what its nodes offered. */
export function useChart(recording: Recording, figures: PoolFigures, teams: readonly ColouredTeam[]): Markup {
  const { pool, unit } = figures;
  const { endedAt } = recording;
  const held = heldUnits(recording).filter((each) => each.pool === pool);
  const series: Series = {
    partSeconds: endedAt / PARTS,
    layers: teams.map(({ colour, name, teams: names }) => ({
      name,
      colour,
      values: binnedMeans(
        held.filter(({ job }) => names.includes(job.team)),
        endedAt,
        PARTS,
      ),
    })),
  };
  const offered = binnedMeans(
    offeredUnits(recording).filter((each) => each.pool === pool),
    endedAt,
    PARTS,
  );
  const words = {
    id: `use-${pool}`,
    title: `${pool}: ${unit} in use over time`,
    text: `Stacked areas by team below the line of what the nodes offered. ${percentText(figures.useShare)} of it was used.`,
  };
  const draw = (width: Width, height: number) => {
    const frame = frameOf(width, height, endedAt, { left: 40, top: 10 });
    const { axis, y } = amountAxis(frame, Math.max(highest(series), ...offered));
    const line = steppedLine(offered, series.partSeconds, frame, y);
    return picture(
      width,
      height,
      words,
      axis,
      stackedAreas(series, frame, y),
      html`<path class="offered" d="${line}"/>`,
      faultLines(recording, pool, frame),
      timeAxis(frame),
    );
  };
  return html`<figure><figcaption><b>${pool}</b>: ${unit} in use; ${percentText(figures.useShare)} of those offered</figcaption>
${draw('wide', 240)}${draw('narrow', 220)}
${seriesTable(words.title, series, { name: 'offered', colour: '', values: offered })}</figure>`;
}
