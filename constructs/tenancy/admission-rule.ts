import { Construct } from 'constructs';
import {
  type LabelSelector,
  type NamedRuleWithOperations,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  type Validation,
} from '../imports/kubernetes.gen.ts';

/** What the API server refuses, and where. */
export interface AdmissionRuleProps {
  /** Name of the policy and of its binding. */
  readonly name: string;
  /** Requests that are looked at. */
  readonly on: readonly NamedRuleWithOperations[];
  /** Namespaces in which it holds. */
  readonly namespaces: LabelSelector;
  /** Conditions in CEL that an object must meet, each with the sentence that a refused user reads. */
  readonly validations: readonly Validation[];
}

/** Something that the API server itself refuses; no webhook that could be down. Fails closed. */
export class AdmissionRule extends Construct {
  public constructor(scope: Construct, id: string, { name, namespaces, on, validations }: AdmissionRuleProps) {
    super(scope, id);
    new ValidatingAdmissionPolicy(this, 'policy', {
      metadata: { name },
      spec: { failurePolicy: 'Fail', matchConstraints: { resourceRules: on }, validations },
    });
    new ValidatingAdmissionPolicyBinding(this, 'binding', {
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'], matchResources: { namespaceSelector: namespaces } },
    });
  }
}

/** Pods when they are made: what matters of them cannot be changed later. */
export const NEW_PODS: NamedRuleWithOperations = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['pods'],
};

/** Containers that are added to a running pod, as `kubectl debug` does. */
export const NEW_DEBUG_CONTAINERS: NamedRuleWithOperations = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['UPDATE'],
  resources: ['pods/ephemeralcontainers'],
};

/** Pods when they are made and when they are changed: tolerations and annotations may be added later, gates taken away, images changed. */
export const PODS: NamedRuleWithOperations = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE', 'UPDATE'],
  resources: ['pods'],
};

/** Commands that somebody runs in a container of a running pod. */
export const SHELLS: NamedRuleWithOperations = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CONNECT'],
  resources: ['pods/exec', 'pods/attach'],
};
