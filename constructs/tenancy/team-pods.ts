import { Construct } from 'constructs';
import type { Validation } from '../imports/kubernetes.gen.ts';
import { AdmissionRule, PODS } from './admission-rule.ts';
import { TEAM_LABELS } from './team-namespace.ts';

/** Taints of machines that run the cluster itself; a toleration without a key is one of everything. */
const CONTROL_PLANE = "['', 'node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master']";
/** Drivers whose inline volumes are reached with the pod's own identity; others mount whatever the pod names, as the machine. */
const INLINE_DRIVERS =
  "['csi.cert-manager.io', 'csi.spiffe.io', 'gcsfuse.csi.storage.gke.io', 'secrets-store-gke.csi.k8s.io', 'secrets-store.csi.k8s.io']";
/** What goes away may go, whatever it is: a refused change would hold up its finalizers. */
const GOING = 'has(object.metadata.deletionTimestamp)';
const GATES = (of: string) =>
  `${of}.spec.?schedulingGates.orValue([]).filter(g, g.name.startsWith('kueue.x-k8s.io/')).map(g, g.name)`;
/** Controllers of the cluster and the platform: service accounts, but not of the pod's own namespace. */
const CONTROLLER =
  "(request.userInfo.groups.exists(g, g == 'system:masters') || (request.userInfo.groups.exists(g, g == 'system:serviceaccounts') && !request.userInfo.groups.exists(g, g == 'system:serviceaccounts:' + request.namespace)))";

/** What the Pod Security Standards leave open, and what would harm other teams. */
const RULES: readonly Validation[] = [
  {
    // Nothing in Kubernetes keeps such a pod from pushing out those of every other namespace.
    expression: `${GOING} || !object.spec.?priorityClassName.orValue('').startsWith('system-')`,
    message: 'pods of a team may not take a priority class of the system: they would push out those of other teams',
  },
  {
    expression: "request.operation != 'CREATE' || object.spec.?nodeName.orValue('') == ''",
    message: 'pods of a team may not choose their node by name: that passes by the scheduler and every taint',
  },
  {
    expression: `${GOING} || object.spec.?tolerations.orValue([]).all(t, !(t.?key.orValue('') in ${CONTROL_PLANE}))`,
    message: 'pods of a team may not tolerate every taint, nor those of control-plane machines',
  },
  {
    expression: `${GOING} || object.spec.?volumes.orValue([]).all(v, !has(v.csi) || v.csi.driver in ${INLINE_DRIVERS})`,
    message: 'pods of a team use volumes of this driver through a PersistentVolumeClaim, not inline',
  },
  {
    expression: `request.operation != 'UPDATE' || ${GOING} || ${CONTROLLER} || ${GATES('oldObject')}.all(name, name in ${GATES('object')})`,
    message: 'only the queue lifts the gate that it holds a pod back with',
  },
];

/** Refuses pods of teams that would pass by the queue, take other teams' places or run where the cluster itself runs. */
export class TeamPods extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AdmissionRule(this, 'rule', {
      name: 'plinth-team-pods',
      on: [PODS],
      namespaces: { matchExpressions: [{ key: TEAM_LABELS.team, operator: 'Exists' }] },
      validations: RULES,
    });
  }
}
