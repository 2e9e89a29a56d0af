import { durationText } from '../figure-text.ts';
import { type Gap, html, type Markup } from '../html-markup.ts';
import { binnedMeans } from '../step-series.ts';
import type { Frame } from './frame.ts';
import { type Lane, lanes, type Mark, markOf, type NodeRow } from './node-rows.ts';
import { stackedAreas } from './stacked-areas.ts';
import { type ColouredTeam, colourOf } from './team-colours.ts';
import { momentText } from './time-axis.ts';

/** Narrowest bar that can still be seen. Unit: pixels. */
const NARROWEST = 1;
/** Width of a part of a strip. Unit: pixels. */
const PART = 6;

/** Where a row is drawn. */
export interface RowPlace {
  readonly row: NodeRow;
  /** Whether it is the first of its pool. */
  readonly heading: boolean;
  readonly top: number;
  readonly height: number;
}

/** A row of one node: its life, and a bar for each pod. */
export function bars({ height, row, top }: RowPlace, frame: Frame, teams: readonly ColouredTeam[]): Gap {
  const { x } = frame;
  const unit = height / Math.max(1, row.units);
  const drawn = lanes(row.held, row.units).map((each) => ({
    each,
    y: top + each.lane * unit,
    high: each.amount * unit,
  }));
  const marks = drawn.flatMap(({ each, high, y }) => {
    const mark = markOf(each);
    return mark === undefined ? [] : markAt(mark, x(each.to), y + high / 2);
  });
  return [
    row.lives.map(
      ({ from, to }) =>
        html`<rect class="free" x="${place(x(from))}" y="${top}" width="${place(x(to) - x(from))}" height="${height}"/>`,
    ),
    drawn.map(({ each, high, y }) => {
      const width = Math.max(NARROWEST, x(each.to) - x(each.from));
      return html`<rect class="bar ${colourOf(each.job.team, teams)}" x="${place(x(each.from))}" y="${place(y)}" width="${place(width)}" height="${place(high)}"><title>${barText(each)}</title></rect>\n`;
    }),
    marks,
  ];
}

function barText(each: Lane): string {
  const mark = markOf(each);
  const { kind, name, nodes, team } = each.job;
  return `${name} (${kind} of ${team}): ${each.amount} units on ${each.node}${nodes > 1 ? `, one of ${nodes} pods` : ''}, from ${momentText(Math.round(each.from))} for ${durationText(each.to - each.from)}${mark === undefined ? '' : `, ${mark}`}`;
}

/** A row of one or several nodes: how many of their units each team held. */
export function strips({ height, row, top }: RowPlace, frame: Frame, teams: readonly ColouredTeam[]): Gap {
  const { end, left, right, x } = frame;
  const parts = Math.floor((right - left) / PART);
  const y = (units: number) => top + height - (units / Math.max(1, row.units)) * height;
  const layers = teams.flatMap(({ colour, name, teams: names }) => {
    const held = row.held.filter(({ job }) => names.includes(job.team));
    return held.length === 0 ? [] : { name, colour, values: binnedMeans(held, end, parts) };
  });
  const ends = new Map(
    row.held.flatMap((each) => {
      const mark = markOf(each);
      return mark === undefined
        ? []
        : [[`${mark} ${Math.round(x(each.to) / PART)}`, { at: x(each.to), mark }] as const];
    }),
  );
  return [
    lifeOutline(row, frame, y),
    stackedAreas({ partSeconds: end / parts, layers }, frame, y),
    [...ends.values()].map(({ at, mark }) => markAt(mark, at, top + height / 2)),
  ];

  function lifeOutline({ lives }: NodeRow, { x: place }: Frame, level: (units: number) => number): Markup {
    const offered = binnedMeans(
      lives.map((life) => ({ ...life, amount: life.units })),
      end,
      parts,
    );
    const layer = { name: 'offered', colour: 'free', values: offered };
    return html`${stackedAreas({ partSeconds: end / parts, layers: [layer] }, { ...frame, x: place }, level)}`;
  }
}

/** Sign for how a pod ended: a cross where it was lost, an arrow back where it was preempted. */
function markAt(mark: Mark, x: number, y: number): Markup {
  const path = mark === 'lost' ? 'm-3.5,-3.5l7,7m0,-7l-7,7' : 'm1,-4l-4,4l4,4';
  const at = `M${x.toFixed(1)},${y.toFixed(1)}${path}`;
  return html`<path class="mark under" d="${at}"/><path class="mark" d="${at}"/>`;
}

function place(pixels: number): string {
  return String(Number(pixels.toFixed(1)));
}
