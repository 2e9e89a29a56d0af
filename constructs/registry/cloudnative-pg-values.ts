import { components } from '../../catalog/index.ts';
import type { PlatformSpec } from '../../spec/platform.ts';

/** Values of the CloudNativePG chart that Plinth sets. */
export interface CloudNativePgValues {
  readonly replicaCount: number;
  readonly image: { readonly repository: string; readonly tag: string; readonly pullPolicy: 'IfNotPresent' };
  readonly config: { readonly data: Readonly<Record<string, string>> };
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly memory: string };
  };
}

/** The chart's values. Its pods are restricted as they are. */
export function cloudNativePgValues(spec: PlatformSpec): CloudNativePgValues {
  const version = spec.components['cloudnative-pg']?.version ?? components['cloudnative-pg'].version;
  return {
    replicaCount: 2,
    image: { repository: 'ghcr.io/cloudnative-pg/cloudnative-pg', tag: version, pullPolicy: 'IfNotPresent' },
    // Otherwise each new version of the operator restarts every instance of every database.
    config: { data: { ENABLE_INSTANCE_MANAGER_INPLACE_UPDATES: 'true' } },
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
  };
}
