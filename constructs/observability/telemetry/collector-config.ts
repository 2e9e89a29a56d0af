import { addressOf, COLLECTOR_PORTS, LOKI, OTLP, TEMPO, TENANT_HEADER } from './telemetry-places.ts';
import type { Tenant } from './tenant.ts';

/** Folders of the node that the collector of logs knows. */
export const NODE_FOLDERS = { logs: '/var/log/pods', kept: '/var/lib/plinth-node-logs' } as const;

/** Parts that every collector has. */
const EXTENSIONS = { health_check: { endpoint: `0.0.0.0:${COLLECTOR_PORTS.health}` } };
/** It refuses what comes in before it runs out of memory. */
const MEMORY = { memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 } };
const BATCH = { batch: { send_batch_size: 4_096, send_batch_max_size: 8_192, timeout: '2s' } };
const TELEMETRY = {
  logs: { level: 'warn' },
  metrics: {
    readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: COLLECTOR_PORTS.metrics } } } }],
  },
};

/** Sends to a store as one tenant. What cannot be sent waits, and is dropped when it has waited for a quarter of an hour. */
function sender(endpoint: string, { id }: Tenant): object {
  return {
    endpoint,
    headers: { [TENANT_HEADER]: id },
    sending_queue: { queue_size: 1_000 },
    retry_on_failure: { max_elapsed_time: '15m' },
  };
}

/**
 * Configuration of the collector on each node: it reads what kubelet writes, and sends each line as the tenant whose
 * namespace the pod is in. Each tenant has a reader of its own for the folders of its namespaces, whose names kubelet chose:
 * nothing that a pod writes makes it somebody else's.
 */
export function nodeLogsConfig(tenants: readonly Tenant[]): object {
  const teams = tenants.flatMap(({ namespaces }) => namespaces);
  const address = `${addressOf(LOKI.service, LOKI.port)}/otlp`;
  const each = <T>(key: string, make: (tenant: Tenant) => T) =>
    Object.fromEntries(tenants.map((tenant) => [`${key}/${tenant.name}`, make(tenant)]));
  return {
    extensions: { ...EXTENSIONS, file_storage: { directory: NODE_FOLDERS.kept } },
    receivers: each('file_log', (tenant) => reader(tenant, teams)),
    processors: {
      ...MEMORY,
      ...BATCH,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the collector fills it in.
      resource: { attributes: [{ key: 'k8s.node.name', value: '${env:NODE_NAME}', action: 'upsert' }] },
    },
    exporters: each('otlp_http', (tenant) => sender(address, tenant)),
    service: {
      telemetry: TELEMETRY,
      extensions: ['health_check', 'file_storage'],
      pipelines: each('logs', ({ name }) => ({
        receivers: [`file_log/${name}`],
        processors: ['memory_limiter', 'resource', 'batch'],
        exporters: [`otlp_http/${name}`],
      })),
    },
  };
}

/** Reads the files of a tenant's namespaces; the platform's reads all that no team's does. */
function reader({ namespaces, team }: Tenant, teams: readonly string[]): object {
  // Names of namespaces have no underscore: what stands before the first one is the whole name.
  const files = (namespace: string) => `${NODE_FOLDERS.logs}/${namespace}_*/*/*.log`;
  // Its own lines would beget lines.
  const own = `${NODE_FOLDERS.logs}/*_node-logs-*/*/*.log`;
  return {
    include: team === undefined ? [`${NODE_FOLDERS.logs}/*/*/*.log`] : namespaces.map(files),
    ...(team === undefined ? { exclude: [own, ...teams.map(files)] } : {}),
    include_file_path: true,
    start_at: 'beginning',
    storage: 'file_storage',
    retry_on_failure: { enabled: true },
    operators: [{ type: 'container', id: 'container' }],
  };
}

/** Configuration of one tenant's way in for traces: whatever comes in is that tenant's. Network rules say who may come. */
export function traceGatewayConfig(tenant: Tenant): object {
  return {
    extensions: EXTENSIONS,
    receivers: {
      otlp: {
        protocols: { grpc: { endpoint: `0.0.0.0:${OTLP.grpc}` }, http: { endpoint: `0.0.0.0:${OTLP.http}` } },
      },
    },
    processors: {
      ...MEMORY,
      ...BATCH,
      resource: { attributes: [{ key: 'plinth.tenant', value: tenant.id, action: 'upsert' }] },
    },
    exporters: { otlp_http: sender(addressOf(TEMPO.service, TEMPO.otlp), tenant) },
    service: {
      telemetry: TELEMETRY,
      extensions: ['health_check'],
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['memory_limiter', 'resource', 'batch'], exporters: ['otlp_http'] },
      },
    },
  };
}
