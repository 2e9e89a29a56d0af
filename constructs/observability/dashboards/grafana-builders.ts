import { createRequire } from 'node:module';

const read = createRequire(import.meta.url);

type Dashboards = typeof import('@grafana/grafana-foundation-sdk/dashboard');
type Queries = typeof import('@grafana/grafana-foundation-sdk/prometheus');
type Numbers = typeof import('@grafana/grafana-foundation-sdk/stat');
type Lines = typeof import('@grafana/grafana-foundation-sdk/timeseries');

/** Grafana's builders, under one name each. */
export type GrafanaBuilders = ReturnType<typeof grafanaBuilders>;

/** Reads Grafana's builders, at the first page: a platform without pages, the usual one of `validate`, does not wait for them. */
export function grafanaBuilders() {
  const dashboards = read('@grafana/grafana-foundation-sdk/dashboard') as Dashboards;
  const queries = read('@grafana/grafana-foundation-sdk/prometheus') as Queries;
  const numbers = read('@grafana/grafana-foundation-sdk/stat') as Numbers;
  const lines = read('@grafana/grafana-foundation-sdk/timeseries') as Lines;
  const { DashboardBuilder, DatasourceVariableBuilder, RowBuilder, ThresholdsConfigBuilder, ThresholdsMode } =
    dashboards;
  return {
    ...{ DashboardBuilder, DatasourceVariableBuilder, RowBuilder, ThresholdsConfigBuilder, ThresholdsMode },
    Query: queries.DataqueryBuilder,
    NumberPanel: numbers.PanelBuilder,
    LinesPanel: lines.PanelBuilder,
  };
}
