import { Construct } from 'constructs';
import { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '../imports/kubernetes.gen.ts';
import { TEAM_LABELS } from './team-namespace.ts';

/** Which sandbox is demanded where. */
export interface SandboxedPodsProps {
  /** RuntimeClass that pods must name; also the value of the namespaces' sandbox label. */
  readonly runtimeClass: 'gvisor' | 'kata';
}

/** Refuses pods of sandboxed teams that would run without their sandbox. */
export class SandboxedPods extends Construct {
  public constructor(scope: Construct, id: string, { runtimeClass }: SandboxedPodsProps) {
    super(scope, id);
    const name = `plinth-sandbox-${runtimeClass}`;
    new ValidatingAdmissionPolicy(this, 'policy', {
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        },
        validations: [
          {
            expression: `object.spec.?runtimeClassName.orValue('') == '${runtimeClass}'`,
            message: `pods of this team must set runtimeClassName: ${runtimeClass}`,
          },
        ],
      },
    });
    new ValidatingAdmissionPolicyBinding(this, 'binding', {
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { [TEAM_LABELS.sandbox]: runtimeClass } } },
      },
    });
  }
}
