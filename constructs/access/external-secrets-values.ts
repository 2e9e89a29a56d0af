import { ACCESS_ACCOUNTS } from '../../spec/access-identity.ts';
import type { AccessFacts } from '../../spec/facts.ts';

/** Values of the External Secrets chart that Plinth sets. */
export interface ExternalSecretsValues {
  readonly installCRDs: boolean;
  readonly crds: { readonly annotations: Readonly<Record<string, string>> };
  readonly replicaCount: number;
  readonly leaderElect: boolean;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly serviceAccount: { readonly create: boolean; readonly name: string };
  readonly rbac: {
    readonly aggregateToView: boolean;
    readonly aggregateToEdit: boolean;
    readonly aggregateToAdmin: boolean;
  };
  readonly processClusterPushSecret: boolean;
  readonly processPushSecret: boolean;
  readonly processClusterExternalSecret: boolean;
  readonly podDisruptionBudget: { readonly enabled: boolean; readonly minAvailable: number };
  readonly webhook: {
    readonly replicaCount: number;
    readonly podDisruptionBudget: { readonly enabled: boolean; readonly minAvailable: number };
  };
}

/**
 * Two of each. Nothing is pushed out of the cluster, and nobody's rights grow: the chart would give everyone who may edit
 * a namespace the right to name entries of the platform's store.
 */
export function externalSecretsValues({ identityPodLabels, serviceAccountOwner }: AccessFacts): ExternalSecretsValues {
  const budget = { enabled: true, minAvailable: 1 };
  return {
    installCRDs: true,
    crds: { annotations: { 'helm.sh/resource-policy': 'keep' } },
    replicaCount: 2,
    leaderElect: true,
    podLabels: identityPodLabels,
    serviceAccount: {
      create: serviceAccountOwner === 'manifests',
      name: ACCESS_ACCOUNTS.secrets.serviceAccount,
    },
    rbac: { aggregateToView: false, aggregateToEdit: false, aggregateToAdmin: false },
    processClusterPushSecret: false,
    processPushSecret: false,
    processClusterExternalSecret: false,
    podDisruptionBudget: budget,
    webhook: { replicaCount: 2, podDisruptionBudget: budget },
  };
}
