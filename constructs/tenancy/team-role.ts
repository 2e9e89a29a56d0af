import { Construct } from 'constructs';
import { ClusterRole, type PolicyRule } from '../imports/kubernetes.gen.ts';

/** Names of the roles that groups get in their team's namespaces. */
export const TEAM_ROLES = { member: 'plinth-team-member', viewer: 'plinth-team-viewer' } as const;

/** A role that groups get in their team's namespaces. */
export type TeamRole = (typeof TEAM_ROLES)[keyof typeof TEAM_ROLES];

/** Kinds that members work with, by API group: what jobs are made of, and nothing that widens anybody's rights. */
const WORK: Readonly<Record<string, readonly string[]>> = {
  '': ['configmaps', 'persistentvolumeclaims', 'pods', 'secrets', 'services'],
  apps: ['deployments', 'statefulsets'],
  batch: ['cronjobs', 'jobs'],
  'jobset.x-k8s.io': ['jobsets'],
  'kubeflow.org': ['experiments'],
  'leaderworkerset.x-k8s.io': ['leaderworkersets'],
  'ray.io': ['rayclusters', 'rayjobs'],
  'resource.k8s.io': ['resourceclaimtemplates'],
  'sparkoperator.k8s.io': ['scheduledsparkapplications', 'sparkapplications'],
  'trainer.kubeflow.org': ['trainjobs', 'trainingruntimes'],
};

/** Kinds that members and viewers look at. */
const STATE: Readonly<Record<string, readonly string[]>> = {
  '': ['events', 'limitranges', 'pods/log', 'pods/status', 'resourcequotas', 'serviceaccounts'],
  'kubeflow.org': ['suggestions', 'trials'],
  'kueue.x-k8s.io': ['localqueues', 'workloads'],
  'networking.k8s.io': ['networkpolicies'],
};

const LOOK = ['get', 'list', 'watch'];
const CHANGE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

/** The two roles, made once for all teams and bound in each team's namespaces. */
export class TeamRoles extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const reach: PolicyRule[] = [
      { apiGroups: [''], resources: ['pods/attach', 'pods/exec', 'pods/portforward'], verbs: ['create'] },
    ];
    const member = [...rules(WORK, [...LOOK, ...CHANGE]), ...rules(STATE, LOOK), ...reach];
    new ClusterRole(this, 'member', { metadata: { name: TEAM_ROLES.member }, rules: member });
    new ClusterRole(this, 'viewer', {
      metadata: { name: TEAM_ROLES.viewer },
      rules: [...rules(withoutSecrets(WORK), LOOK), ...rules(STATE, LOOK)],
    });
  }
}

function rules(kinds: Readonly<Record<string, readonly string[]>>, verbs: readonly string[]): PolicyRule[] {
  return Object.entries(kinds).map(([group, resources]) => ({ apiGroups: [group], resources, verbs }));
}

function withoutSecrets(kinds: typeof WORK): typeof WORK {
  return { ...kinds, '': (kinds[''] ?? []).filter((kind) => kind !== 'secrets') };
}
