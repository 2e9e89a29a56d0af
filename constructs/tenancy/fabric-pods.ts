import { Construct } from 'constructs';
import { AdmissionRule, NEW_DEBUG_CONTAINERS, NEW_PODS } from './admission-rule.ts';
import { FABRIC_RULES } from './fabric-rules.ts';
import { TEAM_LABELS } from './team-namespace.ts';

/**
 * Narrows the fabric namespaces, whose Pod Security level is the widest, to exactly what RDMA needs: locked memory.
 *
 * No level of the Pod Security Standards allows `IPC_LOCK` but the one that allows everything, so everything else that
 * the restricted level refuses is refused here again. Windows pods, for which that level makes exceptions, are refused
 * whole.
 */
export class FabricPods extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AdmissionRule(this, 'rule', {
      name: 'plinth-fabric-pods',
      on: [NEW_PODS, NEW_DEBUG_CONTAINERS],
      namespaces: { matchLabels: { [TEAM_LABELS.purpose]: 'fabric' } },
      validations: FABRIC_RULES,
    });
  }
}
