import { Construct } from 'constructs';
import { FLEET_QUEUE } from '../../spec/fleet-role.ts';
import {
  ClusterRole,
  ClusterRoleBinding,
  RoleBinding,
  ServiceAccount,
  type Subject,
} from '../imports/kubernetes.gen.ts';
import { LocalQueue } from '../imports/kueue.gen.ts';
import { sendRules, watchRules } from './fleet-kinds.ts';
import type { KueueFramework } from './kueue-values.ts';
import type { TeamQueue } from './team-queue.ts';

/** Account of a worker that its fleet's manager acts as. */
export const FLEET_ACCOUNT = 'fleet-manager';

/** Roles of that account. */
const ROLES = { watch: 'plinth-fleet-watch', send: 'plinth-fleet-send' } as const;

/** What a worker lets its manager do. */
export interface FleetAccountProps {
  /** Kinds of jobs that Kueue holds back; the same on all clusters of a fleet. */
  readonly frameworks: readonly KueueFramework[];
  /** Namespace of Kueue, in which the account stands. */
  readonly namespace: string;
}

/**
 * The account that a fleet's manager acts as: it may look at jobs, and, where a team lets it, make them; nothing else.
 *
 * Kueue watches over all namespaces at once, so looking cannot be bounded to some.
 */
export class FleetAccount extends Construct {
  readonly #subject: Subject;

  public constructor(scope: Construct, id: string, { frameworks, namespace }: FleetAccountProps) {
    super(scope, id);
    this.#subject = { kind: 'ServiceAccount', name: FLEET_ACCOUNT, namespace };
    new ServiceAccount(this, 'account', {
      metadata: { name: FLEET_ACCOUNT, namespace },
      automountServiceAccountToken: false,
    });
    new ClusterRole(this, 'watch', { metadata: { name: ROLES.watch }, rules: watchRules(frameworks) });
    new ClusterRoleBinding(this, 'watches', { metadata: { name: ROLES.watch }, ...this.binding('watch') });
    new ClusterRole(this, 'send', { metadata: { name: ROLES.send }, rules: sendRules(frameworks) });
  }

  /** What binds one of its roles to it. */
  public binding(role: keyof typeof ROLES) {
    return {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: ROLES[role] },
      subjects: [this.#subject],
    };
  }
}

/** How the jobs of one team arrive. */
export interface FleetArrivalProps {
  /** Who brings them. */
  readonly account: FleetAccount;
  /** Queue of the team's gangs. */
  readonly queue: TeamQueue;
}

/** Lets jobs of a team in from the fleet's manager: a queue of the same name in the same namespaces, and the right to make them there. */
export class FleetArrival extends Construct {
  public constructor(scope: Construct, id: string, { account, queue }: FleetArrivalProps) {
    super(scope, id);
    for (const namespace of queue.namespaces) {
      new LocalQueue(this, `local-${namespace}`, {
        metadata: { name: FLEET_QUEUE, namespace },
        spec: { clusterQueue: queue.clusterQueueName },
      });
      new RoleBinding(this, `send-${namespace}`, {
        metadata: { name: ROLES.send, namespace },
        ...account.binding('send'),
      });
    }
  }
}
