import type { ExternalObject, TargetFacts } from './facts.ts';
import type { TeamSpec } from './team.ts';
import { OBJECT_STORE_KEYS, OBJECT_STORE_SECRET, TEAM_SERVICE_ACCOUNT, teamNamespaces } from './team-identity.ts';

/** Names under which a stack makes the storage classes of a cluster that it builds. */
export const STORAGE_CLASSES = { block: 'plinth-block', shared: 'plinth-shared' } as const;

/** The storage classes that facts name, as objects that the stack, or the owner of an existing cluster, brings. */
export function storageClasses(names: Pick<TargetFacts, 'blockStorage' | 'sharedStorage'>): ExternalObject[] {
  const classOf = (name: string | undefined, purpose: string) =>
    name === undefined ? [] : [{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name, purpose }];
  return [
    ...classOf(names.blockStorage, 'volumes of one node'),
    ...classOf(names.sharedStorage, 'volumes of many nodes'),
  ];
}

/** Secrets with each team's keys for the object store, one in each of its namespaces. */
export function objectStoreSecrets(teams: readonly TeamSpec[]): ExternalObject[] {
  return inNamespaces(teams, (team) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    name: OBJECT_STORE_SECRET,
    keys: OBJECT_STORE_KEYS,
    purpose: `keys of ${team} for the object store`,
  }));
}

/** Service accounts that carry what is known only after deployment, one in each namespace of each team. */
export function serviceAccounts(teams: readonly TeamSpec[]): ExternalObject[] {
  return inNamespaces(teams, (team) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    name: TEAM_SERVICE_ACCOUNT,
    purpose: `cloud identity of ${team}`,
  }));
}

/** Runtime classes of the sandboxes that teams demand, where the place itself makes them together with the nodes. */
export function runtimeClasses(teams: readonly TeamSpec[], sandboxes: TargetFacts['sandboxes']): ExternalObject[] {
  return sandboxes
    .filter((sandbox) => teams.some((team) => team.sandbox === sandbox))
    .map((name) => ({
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      name,
      purpose: `pods of teams that must run in ${name}`,
    }));
}

function inNamespaces(teams: readonly TeamSpec[], object: (team: string) => ExternalObject): ExternalObject[] {
  return teams.flatMap((team) => teamNamespaces(team).map((namespace) => ({ ...object(team.name), namespace })));
}
