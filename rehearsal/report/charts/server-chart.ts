import type { RecordedServer } from '../../recording/recording.ts';
import { percentText } from '../figure-text.ts';
import { html, type Markup } from '../html-markup.ts';
import { ranOf, type ServerFigures, wantedOf } from '../server-figures.ts';
import { binnedMeans } from '../step-series.ts';
import { amountAxis, frameOf, picture, type Width } from './frame.ts';
import { seriesTable } from './series-table.ts';
import { highest, type Series, stackedAreas, steppedLine } from './stacked-areas.ts';
import { type ColouredTeam, colourOf } from './team-colours.ts';
import { timeAxis } from './time-axis.ts';
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
  const draw = (width: Width, height: number) => {
    const frame = frameOf(width, height, endedAt, { left: 40, top: 10 });
    const { axis, y } = amountAxis(frame, Math.max(highest(series), ...wanted));
    const line = steppedLine(wanted, series.partSeconds, frame, y);
    return picture(
      width,
      height,
      words,
      axis,
      stackedAreas(series, frame, y),
      html`<path class="offered" d="${line}"/>`,
      timeAxis(frame),
    );
  };
  return html`<figure><figcaption><b>${name}</b> of ${team} on ${pool}: replicas that ran, and those that the load asked for (dashed); ${served}</figcaption>
${draw('wide', 200)}${draw('narrow', 190)}
${seriesTable(words.title, series, { name: 'asked for', colour: '', values: wanted })}</figure>`;
}
