import type { Recording } from '../../recording/recording.ts';
import { amountText } from '../figure-text.ts';
import { html, type Markup } from '../html-markup.ts';
import { waitingSpans } from '../job-life.ts';
import { binnedMeans, peakOf } from '../step-series.ts';
import { amountAxis, frameOf, picture, type Width } from './frame.ts';
import { seriesTable } from './series-table.ts';
import { highest, type Series, stackedAreas } from './stacked-areas.ts';
import type { ColouredTeam } from './team-colours.ts';
import { timeAxis } from './time-axis.ts';
import { PARTS } from './use-chart.ts';

/** Jobs that wait over time, by team. */
export function queueChart(recording: Recording, teams: readonly ColouredTeam[]): Markup {
  const { endedAt, jobs } = recording;
  const waiting = jobs.flatMap((job) =>
    waitingSpans(job, endedAt).map((span) => ({ ...span, amount: 1, team: job.team })),
  );
  const series: Series = {
    partSeconds: endedAt / PARTS,
    layers: teams.map(({ colour, name, teams: names }) => ({
      name,
      colour,
      values: binnedMeans(
        waiting.filter(({ team }) => names.includes(team)),
        endedAt,
        PARTS,
      ),
    })),
  };
  const most = peakOf(waiting);
  const words = {
    id: 'queue',
    title: 'Waiting jobs over time',
    text: `Stacked areas by team. At most ${most} jobs waited at the same time.`,
  };
  const draw = (width: Width, height: number) => {
    const frame = frameOf(width, height, endedAt, { left: 40, top: 10 });
    const { axis, y } = amountAxis(frame, highest(series));
    return picture(width, height, words, axis, stackedAreas(series, frame, y), timeAxis(frame));
  };
  return html`<figure><figcaption><b>Waiting jobs</b>: at most ${amountText(most)} at the same time</figcaption>
${draw('wide', 200)}${draw('narrow', 190)}
${seriesTable(words.title, series)}</figure>`;
}
