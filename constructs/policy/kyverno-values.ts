import type { LabelSelector } from '../imports/kubernetes.gen.ts';
import { TEAM_NAMESPACES } from './admission-policy.ts';

/** Values of the Kyverno chart that Plinth sets. */
export interface KyvernoValues {
  readonly admissionController: {
    readonly replicas: number;
    readonly priorityClassName: 'system-cluster-critical';
    readonly podDisruptionBudget: { readonly enabled: true; readonly minAvailable: number };
    readonly container: { readonly resources: Amounts };
  };
  readonly backgroundController: Switch;
  readonly cleanupController: Switch;
  readonly reportsController: Switch;
  readonly config: { readonly webhooks: { readonly namespaceSelector: LabelSelector } };
  readonly crds: { readonly migration: Switch };
  readonly features: {
    readonly admissionReports: Switch;
    readonly generateValidatingAdmissionPolicy: Switch;
    readonly policyExceptions: Switch;
  };
  readonly rbac: { readonly roles: { readonly aggregate: { readonly admin: boolean; readonly view: boolean } } };
  readonly webhooksCleanup: Switch;
}

interface Switch {
  readonly enabled: boolean;
}

interface Amounts {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly memory: string };
}

/** Namespace of Kyverno. */
export const KYVERNO_NAMESPACE = 'kyverno';

/** Deployment that must answer before a policy counts. */
export const KYVERNO_DEPLOYMENT = 'kyverno-admission-controller';

const OFF: Switch = { enabled: false };

/** The chart's values: its admission controller and nothing else, three times, asked about namespaces of teams only. */
export function kyvernoValues(): KyvernoValues {
  return {
    admissionController: {
      replicas: 3,
      priorityClassName: 'system-cluster-critical',
      podDisruptionBudget: { enabled: true, minAvailable: 2 },
      container: { resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '1Gi' } } },
    },
    // Nothing is generated, mutated later, cleaned up or scanned here.
    backgroundController: OFF,
    cleanupController: OFF,
    reportsController: OFF,
    // Whatever policy is added one day: without Kyverno only namespaces of teams wait.
    config: { webhooks: { namespaceSelector: TEAM_NAMESPACES } },
    crds: { migration: OFF },
    // Reports would pile up without the controller that gathers them; exceptions are said in the spec.
    features: { admissionReports: OFF, generateValidatingAdmissionPolicy: OFF, policyExceptions: OFF },
    rbac: { roles: { aggregate: { admin: false, view: false } } },
    webhooksCleanup: OFF,
  };
}
