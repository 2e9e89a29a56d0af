import { Construct } from 'constructs';
import type { Validation } from '../imports/kubernetes.gen.ts';
import { AdmissionRule } from './admission-rule.ts';
import { TEAM_LABELS } from './team-namespace.ts';

/** What goes away may go, whatever it is: a refused change would hold up its finalizers. */
const GOING = 'has(object.metadata.deletionTimestamp)';

const RULES: readonly Validation[] = [
  {
    expression: `${GOING} || object.spec.?type.orValue('ClusterIP') == 'ClusterIP'`,
    message: 'Services of a team are of type ClusterIP: what is public goes through the gateway of the platform',
  },
  {
    expression: `${GOING} || object.spec.?externalIPs.orValue([]).size() == 0`,
    message: 'Services of a team may not name externalIPs: they would catch what others send to those addresses',
  },
];

/**
 * Refuses Services by which a team would open itself to the outside, lend its name to another team's service, or catch
 * what others send.
 *
 * `externalIPs` is the way of CVE-2020-8554: Kubernetes lets whoever may make a Service claim any address.
 */
export class TeamServices extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AdmissionRule(this, 'rule', {
      name: 'plinth-team-services',
      on: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['services'] }],
      namespaces: { matchExpressions: [{ key: TEAM_LABELS.team, operator: 'Exists' }] },
      validations: RULES,
    });
  }
}
