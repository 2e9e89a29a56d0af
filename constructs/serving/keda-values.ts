import type { PlatformSpec } from '../../spec/platform.ts';

/** CPU and memory of one of KEDA's parts. */
interface Amounts {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
}

/** Values of the KEDA chart that Plinth sets. */
export interface KedaValues {
  readonly image: { readonly pullPolicy: 'IfNotPresent' };
  readonly operator: { readonly replicaCount: number };
  readonly metricsServer: { readonly replicaCount: number };
  readonly webhooks: { readonly replicaCount: number; readonly failurePolicy: 'Fail' };
  readonly service: { readonly portHttpsTarget: number };
  readonly prometheus: { readonly operator: { readonly enabled: boolean } };
  readonly rbac: { readonly scaledRefKinds: readonly { readonly apiGroup: string; readonly kind: string }[] };
  readonly podDisruptionBudget: { readonly operator: Budget; readonly metricServer: Budget; readonly webhooks: Budget };
  readonly resources: { readonly operator: Amounts; readonly metricServer: Amounts; readonly webhooks: Amounts };
}

interface Budget {
  readonly minAvailable: number;
}

/** Namespace of KEDA. */
export const KEDA_NAMESPACE = 'keda';

/** Port at which its metrics server asks its operator. */
export const KEDA_OPERATOR_PORT = 9_666;

/** The chart's values. It may set replicas of Deployments and LeaderWorkerSets, not of everything there is. */
export function kedaValues({ teams }: PlatformSpec): KedaValues {
  const operator = amounts(teams.length > 200 ? '2Gi' : '512Mi');
  const one = { minAvailable: 1 };
  return {
    image: { pullPolicy: 'IfNotPresent' },
    operator: { replicaCount: 2 },
    metricsServer: { replicaCount: 2 },
    webhooks: { replicaCount: 2, failurePolicy: 'Fail' },
    // The port at which the platform's namespaces let the API server in; the chart's own is 6443.
    service: { portHttpsTarget: 8_443 },
    prometheus: { operator: { enabled: true } },
    rbac: { scaledRefKinds: [{ apiGroup: 'leaderworkerset.x-k8s.io', kind: 'LeaderWorkerSet' }] },
    podDisruptionBudget: { operator: one, metricServer: one, webhooks: one },
    resources: { operator, metricServer: amounts('256Mi'), webhooks: amounts('128Mi') },
  };
}

function amounts(memory: string): Amounts {
  return { requests: { cpu: '100m', memory }, limits: { memory } };
}
