import type { RecordedServer } from '../../recording/recording.ts';
import { percentText } from '../figure-text.ts';
import { html, type Markup } from '../html-markup.ts';
import { ranOf, type ServerFigures, wantedOf } from '../server-figures.ts';
import { binnedMeans } from '../step-series.ts';
import { areasBelowLine } from './areas-below-line.ts';
import type { Series } from './stacked-areas.ts';
import { type ColouredTeam, colourOf } from './team-colours.ts';
import { PARTS } from './use-chart.ts';

/** Replicas of a server that ran over time, below the line of those that its load asked for. */
export function serverChart(
  server: RecordedServer,
  { unservedShare }: ServerFigures,
  teams: readonly ColouredTeam[],
  endedAt: number,
): Markup {
  const { name, pool, team } = server;
  const series: Series = {
    partSeconds: endedAt / PARTS,
    layers: [
      { name: 'running', colour: colourOf(team, teams), values: binnedMeans(ranOf(server, endedAt), endedAt, PARTS) },
    ],
  };
  const wanted = binnedMeans(wantedOf(server, endedAt), endedAt, PARTS);
  const served =
    unservedShare === undefined ? 'nobody asked it' : `${percentText(unservedShare)} of the requests found no room`;
  const words = {
    id: `server-${name}`,
    title: `${name}: replicas over time`,
    text: `Replicas that ran, below the line of those that the load asked for; ${served}.`,
  };
  const line = { name: 'asked for', colour: '', values: wanted };
  const drawn = areasBelowLine({ words, series, line, endedAt, heights: [200, 190] });
  return html`<figure><figcaption><b>${name}</b> of ${team} on ${pool}: replicas that ran, and those that the load asked for (dashed); ${served}</figcaption>
${drawn}</figure>`;
}
