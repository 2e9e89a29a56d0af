import { Construct } from 'constructs';
import { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '../imports/kubernetes.gen.ts';
import { TEAM_LABELS } from './team-namespace.ts';

const NAME = 'plinth-fabric-pods';
/** Every container of a pod, whichever list it stands in. */
const CONTAINERS =
  '(object.spec.containers + object.spec.?initContainers.orValue([]) + object.spec.?ephemeralContainers.orValue([]))';

/**
 * Narrows the fabric namespaces, whose Pod Security level is the widest, to exactly what RDMA needs: locked memory.
 *
 * Everything else of the restricted level still holds there.
 */
export class FabricPods extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new ValidatingAdmissionPolicy(this, 'policy', {
      metadata: { name: NAME },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['pods', 'pods/ephemeralcontainers'],
            },
          ],
        },
        validations: VALIDATIONS,
      },
    });
    new ValidatingAdmissionPolicyBinding(this, 'binding', {
      metadata: { name: NAME },
      spec: {
        policyName: NAME,
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { [TEAM_LABELS.purpose]: 'fabric' } } },
      },
    });
  }
}

const each = (condition: string) => `${CONTAINERS}.all(c, ${condition})`;

const VALIDATIONS = [
  {
    expression:
      '!object.spec.?hostNetwork.orValue(false) && !object.spec.?hostPID.orValue(false) && !object.spec.?hostIPC.orValue(false)',
    message: 'pods of a fabric namespace may not share the network, processes or IPC of the host',
  },
  {
    expression: 'object.spec.?volumes.orValue([]).all(v, !has(v.hostPath))',
    message: 'pods of a fabric namespace may not mount paths of the host',
  },
  {
    expression: each(
      '!c.?securityContext.?privileged.orValue(false) && !c.?securityContext.?allowPrivilegeEscalation.orValue(true)',
    ),
    message: 'containers must set securityContext.allowPrivilegeEscalation: false and may not be privileged',
  },
  {
    expression: each(
      "c.?securityContext.?capabilities.?drop.orValue([]).exists(d, d == 'ALL') && c.?securityContext.?capabilities.?add.orValue([]).all(a, a == 'IPC_LOCK')",
    ),
    message: 'containers must drop ALL capabilities and may add only IPC_LOCK',
  },
  {
    expression: `object.spec.?securityContext.?runAsNonRoot.orValue(false) || ${each('c.?securityContext.?runAsNonRoot.orValue(false)')}`,
    message: 'pods must set runAsNonRoot: true',
  },
  {
    expression: `object.spec.?securityContext.?runAsUser.orValue(1) != 0 && ${each('c.?securityContext.?runAsUser.orValue(1) != 0')}`,
    message: 'containers may not run as user 0',
  },
  {
    expression: `object.spec.?securityContext.?seccompProfile.?type.orValue('Unconfined') in ['RuntimeDefault', 'Localhost'] || ${each("c.?securityContext.?seccompProfile.?type.orValue('Unconfined') in ['RuntimeDefault', 'Localhost']")}`,
    message: 'pods must set seccompProfile.type to RuntimeDefault or Localhost',
  },
  {
    expression: each('c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0)'),
    message: 'containers may not open ports of the host',
  },
];
