import type { Panel, Query, Row, Unit } from './board.ts';

/** Lines over time. */
export function lines(title: string, unit: Unit, queries: Readonly<Record<string, string>>, about: string): Panel {
  return { title, about, unit, kind: 'lines', queries: toQueries(queries) };
}

/** One large number for each line. */
export function number(title: string, unit: Unit, queries: Readonly<Record<string, string>>, about: string): Panel {
  return { title, about, unit, kind: 'number', queries: toQueries(queries) };
}

function toQueries(queries: Readonly<Record<string, string>>): readonly Query[] {
  return Object.entries(queries).map(([legend, expr]) => ({ legend, expr }));
}

/** A panel with a bound from which it is red. */
export function red(panel: Panel, at: number): Panel {
  return { ...panel, bound: { at } };
}

/** A panel with a bound below which it is red. */
export function redBelow(panel: Panel, at: number): Panel {
  return { ...panel, bound: { at, below: true } };
}

/** Heading and panels. */
export function row(title: string, ...panels: readonly Panel[]): Row {
  return { title, panels };
}
