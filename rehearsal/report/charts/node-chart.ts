import type { Recording } from '../../recording/recording.ts';
import { html, type Markup } from '../html-markup.ts';
import { shortened } from '../text-table.ts';
import { count } from '../verdict.ts';
import { faultLines } from './fault-lines.ts';
import { type Frame, frameOf, picture, WIDTHS, type Width } from './frame.ts';
import { jobTable } from './job-table.ts';
import { MOST_BARS, type NodeRow, nodeRows } from './node-rows.ts';
import { bars, type RowPlace, strips } from './row-drawing.ts';
import type { ColouredTeam } from './team-colours.ts';
import { timeAxis } from './time-axis.ts';

/** Room for the name of a pool above its nodes. Unit: pixels. */
const HEADING = 24;

/**
 * Jobs on nodes over time: one row for each node, as high as its units, and one bar for each pod. Where there are too many
 * nodes or pods to read, rows stand for several nodes and show how much of them each team held.
 */
export function nodeChart(recording: Recording, pools: readonly string[], teams: readonly ColouredTeam[]): Markup {
  const rows = nodeRows(recording, pools);
  const pods = rows.reduce((sum, { held }) => sum + held.length, 0);
  const single = rows.every(({ lives }) => lives.length === 1) && pods <= MOST_BARS;
  const nodes = count(recording.nodes.length, 'node');
  const words = {
    id: 'nodes',
    title: 'Jobs on nodes over time',
    text: `${nodes} with ${count(pods, 'pod')}, coloured by team; pods that were lost or preempted are marked.`,
  };
  const draw = (width: Width) => {
    const { height, places } = placed(rows, width);
    const frame = frameOf(width, height, recording.endedAt, { left: width === 'wide' ? 150 : 70, top: 0 });
    const detailed = single && width === 'wide';
    return picture(
      width,
      height,
      words,
      places.map((place) => [
        labels(place, frame, width),
        detailed ? bars(place, frame, teams) : strips(place, frame, teams),
      ]),
      places.flatMap((place) =>
        place.heading ? faultLines(recording, place.row.pool, poolFrame(place, places, frame)) : [],
      ),
      timeAxis(frame),
    );
  };
  const how = single
    ? 'one row a node, one bar a pod'
    : 'each row several nodes or many pods: how much of it each team held';
  return html`<figure><figcaption><b>Jobs on nodes</b>: ${how}</figcaption>
${draw('wide')}${draw('narrow')}
${jobTable(recording)}</figure>`;
}

/** Puts rows below one another, with a heading above those of each pool. */
function placed(rows: readonly NodeRow[], width: Width): { readonly height: number; readonly places: RowPlace[] } {
  const pitch = rows.length <= 30 && width === 'wide' ? 18 : 14;
  let top = 0;
  const places = rows.map((row, index): RowPlace => {
    const heading = rows[index - 1]?.pool !== row.pool;
    if (heading) top += HEADING;
    const place = { row, heading, top, height: pitch - 2 };
    top += pitch;
    return place;
  });
  return { height: top + 6 + HEADING, places };
}

/** The part of the frame in which the rows of one pool are. */
function poolFrame({ row, top }: RowPlace, places: readonly RowPlace[], frame: Frame): Frame {
  const last = places.findLast((place) => place.row.pool === row.pool);
  return { ...frame, top, bottom: (last?.top ?? top) + (last?.height ?? 0) };
}

function labels({ heading, height, row, top }: RowPlace, { left }: Frame, width: Width): Markup {
  const own = row.name.startsWith(`${row.pool}-`) ? row.name.slice(row.pool.length + 1) : row.name;
  const name = width === 'wide' ? shortened(row.name, 22) : shortened(own, 9);
  const above = heading
    ? html`<text class="strong" x="0" y="${top - 7}">${shortened(row.pool, WIDTHS[width] / 8)}</text>`
    : '';
  return html`${above}<text x="${left - 7}" y="${top + height / 2 + 4}" text-anchor="end">${name}<title>${row.name}</title></text>`;
}
