/** A panel as Grafana reads it; what the tests look at. */
export interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr: string }[];
}

/** Everything on the grid, headings too. */
export function gridOf(json: string): readonly GrafanaPanel[] {
  return (JSON.parse(json) as { readonly panels: readonly GrafanaPanel[] }).panels;
}

/** Panels without headings. */
export function panelsOf(json: string): readonly GrafanaPanel[] {
  return gridOf(json).filter(({ type }) => type !== 'row');
}

/** All queries of a dashboard. */
export function queriesOf(json: string): readonly string[] {
  return panelsOf(json).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
}
