import type { Recording } from '../../recording/recording.ts';
import { percentText } from '../figure-text.ts';
import { heldUnits, offeredUnits } from '../held-units.ts';
import { html, type Markup } from '../html-markup.ts';
import type { PoolFigures } from '../pool-figures.ts';
import { binnedMeans } from '../step-series.ts';
import { areasBelowLine } from './areas-below-line.ts';
import { faultLines } from './fault-lines.ts';
import type { Series } from './stacked-areas.ts';
import type { ColouredTeam } from './team-colours.ts';

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
  const drawn = areasBelowLine({
    ...{ words, series, endedAt, heights: [240, 220] },
    line: { name: 'offered', colour: '', values: offered },
    marks: (frame) => faultLines(recording, pool, frame),
  });
  return html`<figure><figcaption><b>${pool}</b>: ${unit} in use; ${percentText(figures.useShare)} of those offered</figcaption>
${drawn}</figure>`;
}
