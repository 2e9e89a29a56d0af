import { Construct } from 'constructs';
import type { TeamFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { TEAM_SERVICE_ACCOUNT, teamPullSecrets } from '../../spec/team-identity.ts';
import { ConfigMap, RoleBinding, ServiceAccount } from '../imports/kubernetes.gen.ts';
import { KEPT } from './kept.ts';
import { TEAM_ROLES, type TeamRole } from './team-role.ts';

export { TEAM_SERVICE_ACCOUNT };

/** ConfigMap in each of a team's namespaces that says where its part of the object store is. */
export const OBJECT_STORE = 'object-store';

/** Who may do what in one of a team's namespaces. */
export interface TeamAccessProps {
  /** The platform, which may have a registry that pods pull from. */
  readonly spec: PlatformSpec;
  /** The team. */
  readonly team: TeamSpec;
  /** What the place says about the team. */
  readonly facts: TeamFacts;
  /** Namespace that the rights are for. */
  readonly namespace: string;
}

/** Rights of the identity provider's groups in a namespace, and the account that the team's jobs run as. */
export class TeamAccess extends Construct {
  public constructor(scope: Construct, id: string, props: TeamAccessProps) {
    super(scope, id);
    const { facts, namespace, spec, team } = props;
    const pulls = teamPullSecrets(spec);
    this.#bind('members', TEAM_ROLES.member, team.groups, namespace);
    if (team.viewers.length > 0) this.#bind('viewers', TEAM_ROLES.viewer, team.viewers, namespace);

    // Kubernetes makes this account itself, with its token in every pod; jobs that need the API server say so. It stays with
    // its namespace: deleted, it is back at once as Kubernetes makes it, and Flux would wait for its end in vain.
    new ServiceAccount(this, 'default-account', {
      metadata: { name: 'default', namespace, annotations: { ...KEPT } },
      ...pulls,
      automountServiceAccountToken: false,
    });
    // Two owners of one object would undo each other's annotations.
    if (facts.serviceAccountOwner === 'manifests') {
      new ServiceAccount(this, 'service-account', {
        metadata: { name: TEAM_SERVICE_ACCOUNT, namespace, annotations: { ...facts.identityAnnotations } },
        ...pulls,
        automountServiceAccountToken: false,
      });
    }
    if (facts.bucket !== undefined) {
      const { account, endpoint, name, uri } = facts.bucket;
      new ConfigMap(this, 'object-store', {
        metadata: { name: OBJECT_STORE, namespace },
        data: {
          BUCKET: name,
          URI: uri,
          ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL_S3: endpoint }),
          ...(account === undefined ? {} : { AZURE_STORAGE_ACCOUNT_NAME: account }),
        },
      });
    }
  }

  #bind(name: string, role: TeamRole, groups: readonly string[], namespace: string): void {
    new RoleBinding(this, name, {
      metadata: { name, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: groups.map((group) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group })),
    });
  }
}
