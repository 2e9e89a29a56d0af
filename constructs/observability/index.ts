/** Observability: figures, alerts with pages to act by, dashboards, costs. */
export { FAULT_TAINT } from './accelerator-faults.ts';
export { receiverSecret } from './alert-delivery.ts';
export type { Board, Dashboard } from './dashboards/board.ts';
export { dashboards } from './dashboards/dashboards.ts';
export type { GrafanaValues } from './grafana-values.ts';
export {
  ALERTMANAGER,
  FROM_PROMETHEUS,
  MONITORING_NAMESPACE,
  PROMETHEUS,
  PROMETHEUS_PODS,
} from './monitoring-places.ts';
export { Observability, type ObservabilityProps } from './observability.ts';
export { type OpenCostValues, poolPrices } from './opencost-values.ts';
export type { PrometheusOperatorValues } from './prometheus-operator-values.ts';
export { alertGroups } from './rules/alert-groups.ts';
export type { Observed } from './rules/observed.ts';
export { type RuleGroup, type RuleGroupJson, ruleGroupJson } from './rules/rule.ts';
export { sloBurn } from './rules/slo.ts';
export { podAddress, ScrapedPods, type ScrapeTarget } from './scrape-target.ts';
export { scrapeTargets } from './scrape-targets.ts';
export { endpointScrapes } from './team-metrics.ts';
export type { LokiValues } from './telemetry/loki-values.ts';
export type { TempoValues } from './telemetry/tempo-values.ts';
