/** Namespace of what keeps logs and traces, and of the ways in for traces. */
export const TELEMETRY_NAMESPACE = 'telemetry';

/** Where Loki answers. */
export const LOKI = { service: 'loki', port: 3_100 } as const;
/** Labels of Loki's pods, as its chart sets them. */
export const LOKI_PODS = { 'app.kubernetes.io/name': 'loki', 'app.kubernetes.io/component': 'single-binary' } as const;

/** Where Tempo answers, and where it takes spans. */
export const TEMPO = { service: 'tempo', port: 3_200, otlp: 4_318 } as const;
/** Labels of Tempo's pods, as its chart sets them. */
export const TEMPO_PODS = { 'app.kubernetes.io/name': 'tempo' } as const;

/** Ports of the ways in for traces, OpenTelemetry's own. */
export const OTLP = { grpc: 4_317, http: 4_318 } as const;
/** Port at which a collector shows its own figures, and the one that says whether it is well. */
export const COLLECTOR_PORTS = { metrics: 8_888, health: 13_133 } as const;

/** Labels of the collectors that read the logs of a node. */
export const NODE_LOGS_PODS = { 'app.kubernetes.io/name': 'node-logs' } as const;
/** Labels of all ways in for traces. */
export const TRACE_GATEWAY_PODS = { 'app.kubernetes.io/name': 'trace-gateway' } as const;
/** Label that says whose way in for traces a pod is. */
export const TENANT_LABEL = 'plinth.dev/telemetry-of';

/** Secret with the keys of the object store. */
export const STORE_SECRET = { name: 'telemetry-store', keys: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] } as const;

/** Header by which Loki and Tempo know a tenant. Only collectors and Grafana reach them, and those write it themselves. */
export const TENANT_HEADER = 'X-Scope-OrgID';

/** Address of a Service of these, as seen from any namespace. */
export function addressOf(service: string, port: number): string {
  return `http://${service}.${TELEMETRY_NAMESPACE}.svc:${port}`;
}
