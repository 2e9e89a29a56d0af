import type { ObservabilitySpec } from '../../../spec/observability.ts';
import { durationText } from '../../../spec/units.ts';
import { LOKI, TELEMETRY_NAMESPACE } from './telemetry-places.ts';

/** What Loki's configuration is made from. */
export interface LokiConfigInput {
  /** What the spec says about logs. */
  readonly logs: NonNullable<ObservabilitySpec['logs']>;
  /** Object store. @default - everything lies on the disk of the one Loki */
  readonly store: ObservabilitySpec['store'];
}

/** Folder of its disk, as the chart mounts it. */
const FOLDER = '/var/loki';
/** Port by which several of it find one another, and the one of their calls. */
export const LOKI_PEER_PORTS = { gossip: 7_946, grpc: 9_095 } as const;
/** The day from which on the form of the store holds. Before any platform of this kind; it must never change. */
const SCHEMA_FROM = '2025-01-01';
/** What one team may send at most, on average and at once. Unit: MB a second, MB. */
const RATE = { ingestion_rate_mb: 8, ingestion_burst_size_mb: 16 };

/** How many of it run: three that each keep every line, or one on its own disk. */
export function lokiReplicas({ store }: Pick<LokiConfigInput, 'store'>): number {
  return store === undefined ? 1 : 3;
}

/** Form of the store. */
export function lokiSchema({ store }: Pick<LokiConfigInput, 'store'>): object {
  const index = { prefix: 'index_', period: '24h' };
  const object_store = store === undefined ? 'filesystem' : 's3';
  return { configs: [{ from: SCHEMA_FROM, store: 'tsdb', object_store, schema: 'v13', index }] };
}

/**
 * Loki's own configuration, whole: what is in Git is what the tests ran. Each request must name its tenant; what is older
 * than the retention is deleted.
 */
export function lokiConfig({ logs, store }: LokiConfigInput): object {
  const replicas = lokiReplicas({ store });
  return {
    auth_enabled: true,
    analytics: { reporting_enabled: false },
    server: { http_listen_port: LOKI.port, grpc_listen_port: LOKI_PEER_PORTS.grpc, log_level: 'warn' },
    common: {
      path_prefix: FOLDER,
      replication_factor: replicas,
      ring: { kvstore: { store: store === undefined ? 'inmemory' : 'memberlist' } },
      storage: storage(store),
    },
    ...(store === undefined
      ? {}
      : {
          memberlist: {
            bind_port: LOKI_PEER_PORTS.gossip,
            join_members: [`loki-memberlist.${TELEMETRY_NAMESPACE}.svc:${LOKI_PEER_PORTS.gossip}`],
          },
        }),
    schema_config: lokiSchema({ store }),
    limits_config: {
      ...RATE,
      retention_period: durationText(logs.retention),
      max_global_streams_per_user: 20_000,
      allow_structured_metadata: true,
      volume_enabled: true,
      // What a node kept while Loki was away still comes in.
      reject_old_samples_max_age: '168h',
    },
    compactor: {
      working_directory: `${FOLDER}/compactor`,
      retention_enabled: true,
      delete_request_store: store === undefined ? 'filesystem' : 's3',
    },
    // Those who run the platform may ask for several tenants at once; a team's own source names one.
    querier: { multi_tenant_queries_enabled: true },
  };
}

function storage(store: ObservabilitySpec['store']): object {
  if (store === undefined)
    return { filesystem: { chunks_directory: `${FOLDER}/chunks`, rules_directory: `${FOLDER}/rules` } };
  const { bucket, endpoint, region } = store;
  // Keys come from the environment.
  const own = endpoint === undefined ? {} : { endpoint, s3forcepathstyle: true };
  return { s3: { bucketnames: bucket, region, ...own } };
}
