import { Construct } from 'constructs';
import { AdmissionRule, NEW_PODS } from './admission-rule.ts';
import { TEAM_LABELS } from './team-namespace.ts';

/** Which sandbox is demanded where. */
export interface SandboxedPodsProps {
  /** RuntimeClass that pods must name; also the value of the namespaces' sandbox label. */
  readonly runtimeClass: 'gvisor' | 'kata';
}

/** Refuses pods of sandboxed teams that would run without their sandbox. Containers that are added later run in it too. */
export class SandboxedPods extends Construct {
  public constructor(scope: Construct, id: string, { runtimeClass }: SandboxedPodsProps) {
    super(scope, id);
    new AdmissionRule(this, 'rule', {
      name: `plinth-sandbox-${runtimeClass}`,
      on: [NEW_PODS],
      namespaces: { matchLabels: { [TEAM_LABELS.sandbox]: runtimeClass } },
      validations: [
        {
          expression: `object.spec.?runtimeClassName.orValue('') == '${runtimeClass}'`,
          message: `pods of this team must set runtimeClassName: ${runtimeClass}`,
        },
      ],
    });
  }
}
