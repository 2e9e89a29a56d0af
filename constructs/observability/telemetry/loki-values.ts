import { stringify } from 'yaml';
import { components } from '../../../catalog/index.ts';
import { sizeText } from '../../../spec/units.ts';
import type { AddOnProps } from '../../core/index.ts';
import { type LokiConfigInput, lokiConfig, lokiReplicas, lokiSchema } from './loki-config.ts';
import { STORE_SECRET, TELEMETRY_NAMESPACE } from './telemetry-places.ts';

interface Switch {
  readonly enabled: boolean;
}

/** Values of the Loki chart that Plinth sets. */
export interface LokiValues {
  readonly fullnameOverride: string;
  readonly deploymentMode: 'Monolithic';
  readonly loki: {
    readonly config: string;
    readonly schemaConfig: object;
    readonly auth_enabled: boolean;
    readonly image: { readonly tag: string };
  };
  readonly singleBinary: {
    readonly replicas: number;
    readonly sidecar: boolean;
    readonly extraEnvFrom: readonly object[];
    readonly resources: object;
    readonly persistence: { readonly size: string; readonly storageClass: string | null };
  };
  readonly serviceAccount: { readonly automountServiceAccountToken: boolean };
  readonly rbac: { readonly namespaced: boolean };
  readonly gateway: Switch;
  readonly lokiCanary: Switch;
  readonly chunksCache: Switch;
  readonly resultsCache: Switch;
  readonly ruler: Switch;
  readonly test: Switch;
}

/** What the values are made from. */
export interface LokiValuesInput extends LokiConfigInput {
  /** StorageClass. @default - the cluster's own */
  readonly storageClass: string | undefined;
  /** Version without a leading `v`. */
  readonly version: string;
}

/** The chart's values: one kind of pod that does everything, and none of what the chart would put beside it. */
function lokiValues(input: LokiValuesInput): LokiValues {
  const off = { enabled: false };
  return {
    fullnameOverride: 'loki',
    deploymentMode: 'Monolithic',
    loki: {
      config: stringify(lokiConfig(input)),
      schemaConfig: lokiSchema(input),
      auth_enabled: true,
      image: { tag: input.version },
    },
    singleBinary: {
      replicas: lokiReplicas(input),
      // It would look for rules in ConfigMaps; Prometheus has them all.
      sidecar: false,
      extraEnvFrom: input.store === undefined ? [] : [{ secretRef: { name: STORE_SECRET.name } }],
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '4Gi' } },
      persistence: { size: sizeText(input.logs.storage), storageClass: input.storageClass ?? null },
    },
    serviceAccount: { automountServiceAccountToken: false },
    rbac: { namespaced: true },
    gateway: off,
    lokiCanary: off,
    chunksCache: off,
    resultsCache: off,
    ruler: off,
    test: off,
  };
}

/** Loki as the room installs it. */
export function lokiAddOn(input: LokiValuesInput): Omit<AddOnProps<LokiValues>, 'lock'> {
  return {
    component: components.loki,
    namespace: TELEMETRY_NAMESPACE,
    wave: 'platform',
    values: lokiValues(input),
    ready: [{ kind: 'StatefulSet', name: 'loki' }],
  };
}
