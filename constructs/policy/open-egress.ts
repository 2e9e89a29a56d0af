import { Construct } from 'constructs';
import { AdmissionPolicy, TEAM_NAMESPACES } from './admission-policy.ts';

const RULES = 'object.spec.?egress.orValue([])';

/**
 * Refuses NetworkPolicies that would open a team's namespace to all addresses or to all namespaces, whoever brings them: members
 * have no right to make any, but charts and operators bring some along. Ways out are declared in a team's `egress`.
 */
export class OpenEgress extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AdmissionPolicy(this, 'policy', {
      name: 'plinth-open-egress',
      refuses: 'NetworkPolicies in namespaces of teams that let out to everywhere',
      on: [
        {
          apiGroups: ['networking.k8s.io'],
          apiVersions: ['v1'],
          operations: ['CREATE', 'UPDATE'],
          resources: ['networkpolicies'],
        },
      ],
      namespaces: TEAM_NAMESPACES,
      validations: [
        {
          expression: `${RULES}.all(r, r.?to.orValue([]).size() > 0)`,
          message: 'this rule lets out to everywhere: name peers in `to`, or declare the network in the team’s egress',
        },
        {
          // The platform's own rule for an object store of unknown address names one port.
          expression: `${RULES}.all(r, r.?ports.orValue([]).size() > 0 || r.?to.orValue([]).all(p, !has(p.ipBlock) || !p.ipBlock.cidr.endsWith('/0')))`,
          message:
            'this rule lets out to all addresses at all ports: name the network, and the ports, in the team’s egress',
        },
        {
          expression: `${RULES}.all(r, r.?to.orValue([]).all(p, !has(p.namespaceSelector) || p.namespaceSelector.?matchLabels.orValue({}).size() > 0 || p.namespaceSelector.?matchExpressions.orValue([]).size() > 0))`,
          message: 'this rule lets out to every namespace: select those that are meant by their labels',
        },
      ],
    });
  }
}
