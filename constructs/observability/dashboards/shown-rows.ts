import { hasExporter, type Observed, vendorsOf } from '../rules/observed.ts';
import type { Row } from './board.ts';

/** Figures that rules keep have two colons in their names; no exporter's metric has. */
const RECORD = /\b[a-z_]+:[a-z0-9_]+:[a-z0-9_]+/g;

/** Rows without the panels that could never show anything on a platform; rows without panels are left out. */
export function shownRows(observed: Observed, records: ReadonlySet<string>, rows: readonly Row[]): readonly Row[] {
  const absent = absentExporters(observed);
  const there = (expr: string) =>
    !absent.some((prefix) => expr.includes(prefix)) && (expr.match(RECORD) ?? []).every((name) => records.has(name));
  return rows
    .map(({ panels, title }) => ({
      title,
      panels: panels.filter(({ queries }) => queries.every(({ expr }) => there(expr))),
    }))
    .filter(({ panels }) => panels.length > 0);
}

/** What the metrics of exporters begin with that the platform does not have. */
function absentExporters(observed: Observed): readonly string[] {
  const { facts, spec } = observed;
  const vendors = vendorsOf(observed);
  const languages = spec.serving?.endpoints.some(({ kind }) => kind === 'language') ?? false;
  return [
    ...(vendors.has('nvidia') ? [] : ['DCGM_']),
    ...(vendors.has('amd') ? [] : ['gpu_junction_']),
    ...(vendors.has('aws') && hasExporter(observed, 'neuron-monitor') ? [] : ['hardware_ecc_events']),
    ...(vendors.has('google') && hasExporter(observed, 'tpu-device-plugin') ? [] : ['make="cloud-tpu"']),
    ...(hasExporter(observed, 'opentelemetry-collector') ? [] : ['otelcol_']),
    ...(hasExporter(observed, 'loki') ? [] : ['loki_']),
    ...(hasExporter(observed, 'tempo') ? [] : ['tempo_']),
    ...(facts.pools.some(({ fabric }) => fabric !== undefined) ? [] : ['node_infiniband_']),
    ...(facts.access?.secretStore === undefined ? ['externalsecret_'] : []),
    ...(languages ? [] : ['vllm:', 'model:']),
    ...(spec.delivery.kind === 'argocd' ? [] : ['argocd_']),
  ];
}
