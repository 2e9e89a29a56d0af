import { ALERTMANAGER, PROMETHEUS } from './monitoring-places.ts';
import { addressOf, LOKI, TEMPO, TENANT_HEADER } from './telemetry/telemetry-places.ts';

/** What a Grafana can be asked about. */
export interface GrafanaSourcesInput {
  /** Address of Prometheus, or of what stands before it. @default - Prometheus itself */
  readonly figures?: string;
  /** Whether it shows the state of Alertmanager. @default false */
  readonly alerts?: boolean;
  /** Whether there are logs. */
  readonly logs: boolean;
  /** Whether there are traces. */
  readonly traces: boolean;
  /** Whose logs and traces it asks for: the name of a tenant, or of several with `|` between them. */
  readonly tenant: string;
}

/**
 * Sources of a Grafana, as its file of them. The tenant's name is a header that Grafana sets itself: who looks can neither
 * see nor change it.
 */
export function grafanaSources({ alerts, figures, logs, tenant, traces }: GrafanaSourcesInput): readonly object[] {
  const common = { access: 'proxy', editable: false, orgId: 1 };
  const header = { httpHeaderName1: TENANT_HEADER };
  const value = { secureJsonData: { httpHeaderValue1: tenant } };
  const url = figures ?? `http://${PROMETHEUS.service}:${PROMETHEUS.port}`;
  return [
    {
      ...common,
      ...{ name: 'Prometheus', uid: 'prometheus', type: 'prometheus', url, isDefault: true },
      jsonData: { httpMethod: 'POST', timeInterval: '30s' },
    },
    ...(alerts === true
      ? [
          {
            ...common,
            ...{ name: 'Alertmanager', uid: 'alertmanager', type: 'alertmanager' },
            url: `http://${ALERTMANAGER.service}:${ALERTMANAGER.port}`,
            jsonData: { implementation: 'prometheus' },
          },
        ]
      : []),
    ...(logs
      ? [
          {
            ...common,
            ...{ name: 'Logs', uid: 'logs', type: 'loki', url: addressOf(LOKI.service, LOKI.port) },
            jsonData: header,
            ...value,
          },
        ]
      : []),
    ...(traces
      ? [
          {
            ...common,
            ...{ name: 'Traces', uid: 'traces', type: 'tempo', url: addressOf(TEMPO.service, TEMPO.port) },
            jsonData: { ...header, ...(logs ? { tracesToLogsV2: { datasourceUid: 'logs' } } : {}) },
            ...value,
          },
        ]
      : []),
  ];
}
