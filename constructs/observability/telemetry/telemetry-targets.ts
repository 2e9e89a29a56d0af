import type { ObservabilitySpec } from '../../../spec/observability.ts';
import type { TeamSpace } from '../../tenancy/index.ts';
import { NODE_AGENTS_NAMESPACE } from '../monitoring-places.ts';
import type { FurtherExporter } from '../rules/observed.ts';
import type { ScrapeTarget } from '../scrape-target.ts';
import {
  COLLECTOR_PORTS,
  LOKI,
  LOKI_PODS,
  NODE_LOGS_PODS,
  TELEMETRY_NAMESPACE,
  TEMPO,
  TEMPO_PODS,
} from './telemetry-places.ts';
import { tenantsOf } from './tenant.ts';
import { traceGatewayName, traceGatewayPods } from './trace-gateway.ts';

/** Who is asked for figures of logs and traces. The job of a way in says whose it is. */
export function telemetryTargets(
  { logs, traces }: Pick<ObservabilitySpec, 'logs' | 'traces'>,
  spaces: readonly TeamSpace[],
): readonly ScrapeTarget[] {
  const namespace = TELEMETRY_NAMESPACE;
  const port = COLLECTOR_PORTS.metrics;
  const ways = tenantsOf(spaces).map((tenant): ScrapeTarget => {
    return { job: traceGatewayName(tenant), namespace, pods: traceGatewayPods(tenant), port };
  });
  return [
    ...(logs === undefined
      ? []
      : [
          { job: 'loki', namespace, pods: LOKI_PODS, port: LOKI.port },
          { job: 'node-logs', namespace: NODE_AGENTS_NAMESPACE, pods: NODE_LOGS_PODS, port },
        ]),
    ...(traces === undefined ? [] : [{ job: 'tempo', namespace, pods: TEMPO_PODS, port: TEMPO.port }, ...ways]),
  ];
}

/** Exporters that come with logs and traces. */
export function telemetryExporters({
  logs,
  traces,
}: Pick<ObservabilitySpec, 'logs' | 'traces'>): readonly FurtherExporter[] {
  return [
    ...(logs === undefined ? [] : (['loki'] as const)),
    ...(traces === undefined ? [] : (['tempo'] as const)),
    ...(logs === undefined && traces === undefined ? [] : (['opentelemetry-collector'] as const)),
  ];
}
