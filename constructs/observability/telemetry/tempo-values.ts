import { stringify } from 'yaml';
import { components } from '../../../catalog/index.ts';
import type { ObservabilitySpec } from '../../../spec/observability.ts';
import { durationText, sizeText } from '../../../spec/units.ts';
import { type AddOnProps, READ_ONLY_CONTAINER } from '../../core/index.ts';
import { STORE_SECRET, TELEMETRY_NAMESPACE, TEMPO } from './telemetry-places.ts';

/** Values of the Tempo chart that Plinth sets. */
export interface TempoValues {
  readonly fullnameOverride: string;
  readonly config: string;
  readonly tempo: {
    readonly tag: string;
    readonly resources: object;
    readonly securityContext: object;
    readonly extraEnvFrom: readonly object[];
  };
  readonly securityContext: object;
  readonly serviceAccount: { readonly automountServiceAccountToken: boolean };
  readonly persistence: {
    readonly enabled: boolean;
    readonly size: string;
    readonly storageClassName?: string;
  };
}

/** What the values are made from. */
export interface TempoValuesInput {
  /** What the spec says about traces. */
  readonly traces: NonNullable<ObservabilitySpec['traces']>;
  /** Object store. @default - traces lie on the disk of the one Tempo */
  readonly store: ObservabilitySpec['store'];
  /** StorageClass. @default - the cluster's own */
  readonly storageClass: string | undefined;
  /** Version without a leading `v`. */
  readonly version: string;
}

/** What Tempo's part of the bucket begins with. Loki's tenants lie beside it; none of their names has an underscore in front. */
const PREFIX = '_traces';
const USER = 10_001;
/** What one team may send at most. Unit: bytes a second, bytes. */
const RATE = { rate_limit_bytes: 8_000_000, burst_size_bytes: 16_000_000 };

/** Tempo's own configuration, whole. Each request must name its tenant; what is older than the retention is deleted. */
function tempoConfig({ store, traces }: Pick<TempoValuesInput, 'store' | 'traces'>): object {
  return {
    multitenancy_enabled: true,
    usage_report: { reporting_enabled: false },
    server: { http_listen_port: TEMPO.port, log_level: 'warn' },
    distributor: { receivers: { otlp: { protocols: { http: { endpoint: `0.0.0.0:${TEMPO.otlp}` } } } } },
    compactor: { compaction: { block_retention: durationText(traces.retention) } },
    storage: { trace: storage(store) },
    overrides: { defaults: { ingestion: RATE } },
  };
}

/** The chart's values: spans come by OTLP over HTTP only, from the ways in alone, and each names its tenant. */
function tempoValues({ storageClass, store, traces, version }: TempoValuesInput): TempoValues {
  return {
    fullnameOverride: 'tempo',
    config: stringify(tempoConfig({ store, traces })),
    tempo: {
      tag: version,
      resources: { requests: { cpu: '250m', memory: '1Gi' }, limits: { memory: '4Gi' } },
      securityContext: READ_ONLY_CONTAINER,
      extraEnvFrom: store === undefined ? [] : [{ secretRef: { name: STORE_SECRET.name } }],
    },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    serviceAccount: { automountServiceAccountToken: false },
    persistence: {
      enabled: true,
      size: sizeText(traces.storage),
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    },
  };
}

function storage(store: ObservabilitySpec['store']): object {
  const wal = { path: '/var/tempo/wal' };
  if (store === undefined) return { backend: 'local', local: { path: '/var/tempo/traces' }, wal };
  const { bucket, endpoint, region } = store;
  const host = endpoint === undefined ? `s3.${region}.amazonaws.com` : new URL(endpoint).host;
  const insecure = endpoint?.startsWith('http:') ?? false;
  return { backend: 's3', s3: { bucket, prefix: PREFIX, endpoint: host, region, insecure }, wal };
}

/** Tempo as the room installs it. */
export function tempoAddOn(input: TempoValuesInput): Omit<AddOnProps<TempoValues>, 'lock'> {
  return {
    component: components.tempo,
    namespace: TELEMETRY_NAMESPACE,
    wave: 'platform',
    values: tempoValues(input),
    ready: [{ kind: 'StatefulSet', name: 'tempo' }],
  };
}
