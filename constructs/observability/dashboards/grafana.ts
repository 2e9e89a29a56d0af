import type { Dashboard as GrafanaDashboard, GridPos, Threshold } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Board, Panel, Row } from './board.ts';
import { type GrafanaBuilders, grafanaBuilders } from './grafana-builders.ts';

/** Columns of Grafana's grid. */
export const COLUMNS = 24;
const HEIGHT = { lines: 8, number: 4 } as const;
/** Whichever Prometheus is chosen in the page’s variable `datasource`. */
const SOURCE = { type: 'prometheus', uid: '$datasource' } as const;

/** Writes a board as Grafana reads it. */
export function grafanaJson(board: Board): string {
  return `${JSON.stringify(grafanaDashboard(board), null, 2)}\n`;
}

function grafanaDashboard({ about, rows, tags, title, uid }: Board): GrafanaDashboard {
  const builders = grafanaBuilders();
  const builder = new builders.DashboardBuilder(title)
    .uid(uid)
    .description(about)
    .tags([...tags])
    .timezone('utc')
    .refresh('1m')
    .time({ from: 'now-6h', to: 'now' })
    .readonly()
    .withVariable(new builders.DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'));
  let y = 0;
  let id = 1;
  for (const row of rows) {
    builder.withRow(new builders.RowBuilder(row.title).id(id++).gridPos({ x: 0, y, w: COLUMNS, h: 1 }));
    const { places, bottom } = placed(row, y + 1);
    for (const { at, panel } of places) builder.withPanel(panelBuilder(builders, panel, at, id++));
    y = bottom;
  }
  return builder.build();
}

interface Place {
  readonly panel: Panel;
  readonly at: GridPos;
}

/** Fills lines from the left; a panel that does not fit begins the next. */
function placed({ panels }: Row, top: number): { readonly places: readonly Place[]; readonly bottom: number } {
  const places: Place[] = [];
  let x = 0;
  let y = top;
  let tallest = 0;
  for (const panel of panels) {
    const w = panel.width ?? (panel.kind === 'lines' ? 12 : 6);
    if (x + w > COLUMNS) {
      x = 0;
      y += tallest;
      tallest = 0;
    }
    const h = HEIGHT[panel.kind];
    places.push({ panel, at: { x, y, w, h } });
    x += w;
    tallest = Math.max(tallest, h);
  }
  return { places, bottom: y + tallest };
}

function panelBuilder(builders: GrafanaBuilders, panel: Panel, at: GridPos, id: number) {
  const { LinesPanel, NumberPanel, Query } = builders;
  const builder = panel.kind === 'lines' ? new LinesPanel().fillOpacity(8).lineWidth(1) : new NumberPanel();
  builder
    .id(id)
    .title(panel.title)
    .description(panel.about)
    .unit(panel.unit)
    .gridPos(at)
    .datasource(SOURCE)
    .thresholds(thresholds(builders, panel));
  if (panel.unit === 'percentunit') builder.min(0);
  panel.queries.forEach(({ expr, legend }, index) => {
    const query = new Query().datasource(SOURCE).expr(expr).legendFormat(legend);
    builder.withTarget(query.refId(String.fromCharCode(65 + index)));
  });
  return builder;
}

function thresholds({ ThresholdsConfigBuilder, ThresholdsMode }: GrafanaBuilders, { bound }: Panel) {
  // Grafana's first step begins at minus infinity, which JSON writes as null.
  const first = (color: string): Threshold => ({ value: null, color });
  const steps =
    bound === undefined
      ? [first('blue')]
      : [first(bound.below ? 'red' : 'green'), { value: bound.at, color: bound.below ? 'green' : 'red' }];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}
