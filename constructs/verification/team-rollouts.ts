import { Construct } from 'constructs';
import type { TeamSpec } from '../../spec/team.ts';
import { ClusterRole, type PolicyRule, RoleBinding } from '../imports/kubernetes.gen.ts';

/** Names of the roles on top of a team's own. */
export const ROLLOUT_ROLES = { member: 'plinth-rollouts-member', viewer: 'plinth-rollouts-viewer' } as const;

const RBAC = 'rbac.authorization.k8s.io';
const LOOK = ['get', 'list', 'watch'];
const CHANGE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const of = (resources: readonly string[], verbs: readonly string[]): PolicyRule => ({
  apiGroups: ['argoproj.io'],
  resources,
  verbs,
});

/** What both see: what the judge said, and what it is asked. */
const STATE = of(['analysisruns', 'analysistemplates', 'rollouts/status'], LOOK);

/**
 * The two roles, made once. Members change Rollouts; nobody in a team writes AnalysisTemplates, AnalysisRuns or Experiments: these
 * start Jobs of any image in the judges' namespace, which reaches the figures of every team.
 */
export class RolloutRoles extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new ClusterRole(this, 'member', {
      metadata: { name: ROLLOUT_ROLES.member },
      rules: [
        of(['rollouts', 'rollouts/scale'], [...LOOK, ...CHANGE]),
        of(['rollouts/status'], ['patch', 'update']),
        STATE,
      ],
    });
    new ClusterRole(this, 'viewer', {
      metadata: { name: ROLLOUT_ROLES.viewer },
      rules: [of(['rollouts'], LOOK), STATE],
    });
  }
}

/** A team's groups with those roles in its namespace. */
export class TeamRollouts extends Construct {
  public constructor(scope: Construct, id: string, { groups, name, viewers }: TeamSpec) {
    super(scope, id);
    this.#bind('rollouts-members', ROLLOUT_ROLES.member, groups, name);
    if (viewers.length > 0) this.#bind('rollouts-viewers', ROLLOUT_ROLES.viewer, viewers, name);
  }

  #bind(name: string, role: string, groups: readonly string[], namespace: string): void {
    new RoleBinding(this, name, {
      metadata: { name, namespace },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
      subjects: groups.map((group) => ({ apiGroup: RBAC, kind: 'Group', name: group })),
    });
  }
}
