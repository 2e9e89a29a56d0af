import { area, curveStepAfter, line, type SeriesPoint, stack } from 'd3-shape';
import { type Gap, html } from '../html-markup.ts';
import type { Frame } from './frame.ts';

/** Amounts of several things in equal parts of time. */
export interface Series {
  /** Length of one part. Unit: seconds. */
  readonly partSeconds: number;
  /** One layer for each thing, from the bottom up. */
  readonly layers: readonly Layer[];
}

/** The amounts of one thing. */
export interface Layer {
  readonly name: string;
  /** Class of its colour. */
  readonly colour: string;
  /** Mean amount in each part. */
  readonly values: readonly number[];
}

/** The largest sum of layers. */
export function highest({ layers }: Series): number {
  const parts = layers[0]?.values.length ?? 0;
  return Array.from({ length: parts }, (_, part) =>
    layers.reduce((sum, { values }) => sum + (values[part] ?? 0), 0),
  ).reduce((most, each) => Math.max(most, each), 0);
}

/** Areas that lie on one another. */
export function stackedAreas({ layers, partSeconds }: Series, { x }: Frame, y: (amount: number) => number): Gap {
  const parts = layers[0]?.values.length ?? 0;
  // One point more than parts: the last step reaches to the end of its part.
  const points = Array.from({ length: parts + 1 }, (_, part) => Math.min(part, parts - 1));
  const stacked = stack<number, number>()
    .keys([...layers.keys()])
    .value((part, layer) => layers[layer]?.values[part] ?? 0)(points);
  const path = area<SeriesPoint<number>>()
    .x((_, part) => x(part * partSeconds))
    .y0(([low]) => y(low))
    .y1(([, high]) => y(high))
    .curve(curveStepAfter)
    .digits(1);
  return stacked.map(
    (layer) =>
      html`<path class="${layers[layer.key]?.colour}" d="${path(layer) ?? ''}"><title>${layers[layer.key]?.name}</title></path>`,
  );
}

/** One amount as a line with steps. */
export function steppedLine(
  values: readonly number[],
  partSeconds: number,
  { x }: Frame,
  y: (amount: number) => number,
): string {
  const path = line<number>()
    .x((_, part) => x(part * partSeconds))
    .y((value) => y(value))
    .curve(curveStepAfter)
    .digits(1);
  return path([...values, values.at(-1) ?? 0]) ?? '';
}
