import type { TeamSpec } from './team.ts';

/** Name of the service account that a team's jobs run as; it carries the cloud identity and no rights in the cluster. */
export const TEAM_SERVICE_ACCOUNT = 'team';

/** Secret of a team with its keys for the object store, where the place has no workload identity. */
export const OBJECT_STORE_SECRET = 'object-store';

/** Keys of {@link OBJECT_STORE_SECRET}, named as S3 clients read them from the environment. */
export const OBJECT_STORE_KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

/** Namespaces of a team: where it works, and where its RDMA jobs run if it may have any. */
export function teamNamespaces({ fabric, name }: TeamSpec): readonly string[] {
  return fabric === 'allowed' ? [name, `${name}-fabric`] : [name];
}
