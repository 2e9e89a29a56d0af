import type { GraphEdge, GraphPart } from './graph.ts';

/** Colours of one part of the picture. */
export interface PartColours {
  /** Inside of a box. */
  readonly fill: string;
  /** Border of a box. */
  readonly stroke: string;
}

/** Light colours that keep dark text legible; each part has its own tint. */
export const PART_COLOURS: Readonly<Record<GraphPart, PartColours>> = {
  teams: { fill: '#e9f1fb', stroke: '#8fb0d6' },
  queues: { fill: '#fdf3dc', stroke: '#d9b96a' },
  pools: { fill: '#e6f4ea', stroke: '#8cc39c' },
  rooms: { fill: '#f1ecf9', stroke: '#b3a0d4' },
  delivery: { fill: '#eceff2', stroke: '#a5afb9' },
};

/** Colours that all parts share; the picture brings its own background, so that it reads on dark pages too. */
export const COLOURS = {
  background: '#ffffff',
  frame: '#f7f8fa',
  frameStroke: '#d5dae0',
  text: '#1f2328',
  faint: '#57606a',
  arrow: '#7d8790',
} as const;

/** Font whose widths Graphviz knows and that is wider than most, so that texts fit in whatever font a reader has. */
export const FONT = 'Verdana';

/** Dark enough to be told apart on white, also by most people who see colours differently (after Okabe and Ito). */
const ARROWS = ['#0072b2', '#b85a00', '#00795a', '#9a4f82', '#8a6d00', '#3a7ca5', '#7a4fd0', '#5c6670'];

/** Colours of the arrows that carry a text: those that lead to the same place have the same one. */
export function arrowColours(edges: readonly GraphEdge[]): ReadonlyMap<GraphEdge, string> {
  const labelled = edges.filter(({ label }) => label !== undefined);
  const ends = [...new Set(labelled.map(({ to }) => to))];
  return new Map(labelled.map((edge) => [edge, ARROWS[ends.indexOf(edge.to) % ARROWS.length] ?? COLOURS.arrow]));
}
