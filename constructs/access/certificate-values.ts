import { ACCESS_ACCOUNTS } from '../../spec/access-identity.ts';
import type { AccessFacts } from '../../spec/facts.ts';

/** What a part of cert-manager asks the scheduler for. */
interface Requests {
  readonly requests: { readonly cpu: string; readonly memory: string };
}

/** A part that runs twice. */
interface Twice {
  readonly replicaCount: number;
  readonly podDisruptionBudget: { readonly enabled: boolean };
  readonly resources: Requests;
}

/** Values of the cert-manager chart that Plinth sets. */
export interface CertManagerValues {
  readonly crds: { readonly enabled: boolean; readonly keep: boolean };
  readonly global: { readonly leaderElection: { readonly namespace: string } };
  readonly replicaCount: number;
  readonly podDisruptionBudget: { readonly enabled: boolean };
  readonly podLabels: Readonly<Record<string, string>>;
  readonly serviceAccount: { readonly create: boolean; readonly name: string };
  readonly resources: Requests;
  readonly webhook: Twice;
  readonly cainjector: Twice;
  readonly startupapicheck: { readonly enabled: boolean };
}

/** The chart asks for nothing, and what asks for nothing is thrown out first. No limit: it holds every secret of the cluster. */
const REQUESTS = { requests: { cpu: '20m', memory: '64Mi' } };

/** Two of each, with a budget; definitions stay when the chart goes, because every certificate would go with them. */
export function certManagerValues({ identityPodLabels, serviceAccountOwner }: AccessFacts): CertManagerValues {
  const { namespace, serviceAccount } = ACCESS_ACCOUNTS.certificates;
  const twice = { replicaCount: 2, podDisruptionBudget: { enabled: true }, resources: REQUESTS };
  return {
    crds: { enabled: true, keep: true },
    // Its own default is kube-system, where the platform writes nothing.
    global: { leaderElection: { namespace } },
    ...twice,
    podLabels: identityPodLabels,
    serviceAccount: { create: serviceAccountOwner === 'manifests', name: serviceAccount },
    webhook: twice,
    cainjector: twice,
    // A hook that waits until the webhook answers; delivery retries anyway.
    startupapicheck: { enabled: false },
  };
}
