import type { PlatformSpec } from './platform.ts';
import type { TeamSpec } from './team.ts';

/** Name of the service account that a team's jobs run as; it carries the cloud identity and no rights in the cluster. */
export const TEAM_SERVICE_ACCOUNT = 'team';

/** Secret of a team with its keys for the object store, where the place has no workload identity. */
export const OBJECT_STORE_SECRET = 'object-store';

/** Keys of {@link OBJECT_STORE_SECRET}, named as S3 clients read them from the environment. */
export const OBJECT_STORE_KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

/** Secret in each of a team's namespaces with which its pods pull from the platform's registry; a job of the registry writes it. */
export const TEAM_PULL_SECRET = 'registry-pull';

/** What the service accounts of teams pull images with. A Secret that is not there yet hinders no pod. */
export function teamPullSecrets({ access, registry }: Pick<PlatformSpec, 'access' | 'registry'>): {
  readonly imagePullSecrets?: readonly { readonly name: string }[];
} {
  const isOn = registry !== undefined && access !== undefined;
  return isOn ? { imagePullSecrets: [{ name: TEAM_PULL_SECRET }] } : {};
}

/** Namespace of a team's experiments; nobody of the team has rights in it. */
export function trackingNamespace({ name }: Pick<TeamSpec, 'name'>): string {
  return `${name}-tracking`;
}

/** Service account that the database of a team's experiments runs as, in {@link trackingNamespace}. */
export const TRACKING_DATABASE = 'mlflow-database';

/** ConfigMap in each namespace that a team works in: where its experiments are recorded, as `MLFLOW_TRACKING_URI`. */
export const EXPERIMENT_TRACKING = 'experiment-tracking';

/**
 * Namespaces in which something acts as a team: where it works, where its RDMA jobs run if it may have any.
 *
 * @param tracking - whether its experiments have a namespace of their own
 */
export function teamNamespaces(team: TeamSpec, tracking = false): readonly string[] {
  const { fabric, name } = team;
  return [name, ...(fabric === 'allowed' ? [`${name}-fabric`] : []), ...(tracking ? [trackingNamespace(team)] : [])];
}

/** Service accounts that act as a team. @param tracking - whether its experiments have a namespace of their own */
export function teamAccounts(
  team: TeamSpec,
  tracking = false,
): readonly { readonly namespace: string; readonly serviceAccount: string }[] {
  const accounts = teamNamespaces(team, tracking).map((namespace) => ({
    namespace,
    serviceAccount: TEAM_SERVICE_ACCOUNT,
  }));
  // Its backups go where the team's artifacts go.
  return tracking ? [...accounts, { namespace: trackingNamespace(team), serviceAccount: TRACKING_DATABASE }] : accounts;
}
