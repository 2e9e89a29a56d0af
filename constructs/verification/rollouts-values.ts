import { JUDGE_NAMESPACE } from './judge-place.ts';

/** Values of the Argo Rollouts chart that Plinth sets. */
export interface ArgoRolloutsValues {
  readonly createClusterAggregateRoles: false;
  readonly controller: {
    readonly replicas: number;
    readonly extraEnv: readonly { readonly name: string; readonly value: string }[];
    readonly pdb: { readonly enabled: true; readonly minAvailable: number };
    readonly resources: {
      readonly requests: { readonly cpu: string; readonly memory: string };
      readonly limits: { readonly memory: string };
    };
  };
  readonly providerRBAC: { readonly enabled: false };
}

/** Namespace of the controller. */
export const ROLLOUTS_NAMESPACE = 'argo-rollouts';

/** Deployment of the controller, as the chart names it. */
export const ROLLOUTS_DEPLOYMENT = 'argo-rollouts';

/**
 * The chart's values: the controller twice, no rights on gateways and meshes that no Rollout here uses, no roles that widen
 * Kubernetes' own `edit` and `admin` (they may write AnalysisTemplates), and judges in a namespace of the platform.
 */
export function argoRolloutsValues(): ArgoRolloutsValues {
  return {
    createClusterAggregateRoles: false,
    controller: {
      replicas: 2,
      extraEnv: [{ name: 'ARGO_ROLLOUTS_ANALYSIS_JOB_NAMESPACE', value: JUDGE_NAMESPACE }],
      pdb: { enabled: true, minAvailable: 1 },
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    },
    providerRBAC: { enabled: false },
  };
}
