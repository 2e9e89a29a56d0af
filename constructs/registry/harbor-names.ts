import { REGISTRY_NAMESPACE } from '../../spec/registry-store.ts';
import { TEAM_PULL_SECRET } from '../../spec/team-identity.ts';

/** Labels of the pods of Harbor's chart. @param component - part of Harbor, such as `core`. @default - every part */
export function harborPods(component?: string): Readonly<Record<string, string>> {
  return component === undefined ? { app: 'harbor' } : { app: 'harbor', component };
}

/** Label of pods that may reach a database of the platform; its value is the database's name. */
export const DATABASE_CLIENT = 'plinth.dev/database-client';

/** Names of Harbor's objects in its namespace. */
export const HARBOR = {
  namespace: REGISTRY_NAMESPACE,
  /** Service in front of every part. */
  service: 'harbor',
  /** Address of the API within the cluster. */
  url: `http://harbor.${REGISTRY_NAMESPACE}.svc`,
  /** Database of its own. */
  database: 'harbor-database',
  /** Cache and job queue of its own. */
  cache: 'harbor-cache',
  /** Secret with the password of the account `admin`. */
  admin: 'harbor-admin',
  /** Secret with the keys that Harbor's parts trust each other by. */
  keys: 'harbor-keys',
  /** Secret with the key that tokens of pulls and pushes are signed with. */
  token: 'harbor-token',
  /** Secret with the secret of the sign-in's client. */
  signIn: 'harbor-sign-in',
  /** Secret with credentials of other registries and webhooks. */
  remotes: 'harbor-remotes',
  /** Name of the job, its settings and its account. */
  settings: 'harbor-settings',
} as const;

/** Names of the Secrets with accounts of Harbor, where those who pull and push find them. */
export const ROBOT_SECRETS = {
  /** In each namespace of a team: pulls its project and the caches. */
  pull: TEAM_PULL_SECRET,
  /** In the namespace where a team works: pushes to its project. */
  push: 'registry-push',
  /** In Harbor's namespace: other registries fetch with it. */
  fetch: 'registry-fetch',
} as const;

/** Beginnings of the tags that keep what charts and releases name by digest; the rest is the beginning of that digest. */
export const KEPT_TAGS = { chart: 'plinth-chart-', release: 'plinth-release-' } as const;
