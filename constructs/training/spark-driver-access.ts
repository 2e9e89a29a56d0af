import { Construct } from 'constructs';
import { Role, RoleBinding } from '../imports/kubernetes.gen.ts';
import { TEAM_SERVICE_ACCOUNT } from '../tenancy/index.ts';

const NAME = 'spark-driver';

/**
 * Rights of Spark drivers in one namespace: they make their own executors.
 *
 * They go to the team's account, which carries its cloud identity; only drivers mount the token that makes use of them.
 */
export class SparkDriverAccess extends Construct {
  public constructor(scope: Construct, id: string, { namespace }: { readonly namespace: string }) {
    super(scope, id);
    const metadata = { name: NAME, namespace };
    new Role(this, 'role', {
      metadata,
      rules: [
        {
          apiGroups: [''],
          resources: ['configmaps', 'persistentvolumeclaims', 'pods', 'services'],
          verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
        },
      ],
    });
    new RoleBinding(this, 'binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: TEAM_SERVICE_ACCOUNT, namespace }],
    });
  }
}
