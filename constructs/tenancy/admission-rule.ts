import { Construct } from 'constructs';
import {
  type LabelSelector,
  type MatchCondition,
  type NamedRuleWithOperations,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  type Validation,
  type Variable,
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
  /** What stands beside the policy, for readers. @default - nothing */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Conditions under which a request is looked at. @default - each is */
  readonly conditions?: readonly MatchCondition[];
  /** Values that the validations use. @default - none */
  readonly variables?: readonly Variable[];
  /** What becomes of what is against it. @default Deny */
  readonly actions?: readonly ('Deny' | 'Warn' | 'Audit')[];
}

/** Something that the API server itself refuses; no webhook that could be down. Fails closed. */
export class AdmissionRule extends Construct {
  public constructor(scope: Construct, id: string, props: AdmissionRuleProps) {
    super(scope, id);
    const { actions = ['Deny'], annotations, conditions, name, namespaces, on, validations, variables } = props;
    new ValidatingAdmissionPolicy(this, 'policy', {
      metadata: { name, ...(annotations === undefined ? {} : { annotations }) },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: on },
        ...(conditions === undefined ? {} : { matchConditions: conditions }),
        ...(variables === undefined ? {} : { variables }),
        validations,
      },
    });
    new ValidatingAdmissionPolicyBinding(this, 'binding', {
      metadata: { name },
      spec: { policyName: name, validationActions: actions, matchResources: { namespaceSelector: namespaces } },
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
