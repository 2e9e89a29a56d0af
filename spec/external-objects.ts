import { ACCESS_ACCOUNTS, type ControllerAccount, DNS_CONFIG } from './access-identity.ts';
import type { AccessFacts, ExternalObject, TargetFacts } from './facts.ts';
import type { TeamSpec } from './team.ts';
import { OBJECT_STORE_KEYS, OBJECT_STORE_SECRET, TEAM_SERVICE_ACCOUNT, teamNamespaces } from './team-identity.ts';

/** Names under which a stack makes the storage classes of a cluster that it builds. */
export const STORAGE_CLASSES = { block: 'plinth-block', shared: 'plinth-shared' } as const;

/** Name of the storage class of a file system for each volume (Managed Lustre). */
export const LUSTRE_CLASS = 'plinth-lustre';

/** That class, as an object that the stack brings; nothing where nobody asked for it. */
export function lustreClass(lustre: object | undefined): ExternalObject[] {
  const purpose = 'volumes of many nodes, a file system of Lustre each';
  return lustre === undefined
    ? []
    : [{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name: LUSTRE_CLASS, purpose }];
}

/** The storage classes that facts name, as objects that the stack, or the owner of an existing cluster, brings. */
export function storageClasses(names: Pick<TargetFacts, 'blockStorage' | 'sharedStorage'>): ExternalObject[] {
  const classOf = (name: string | undefined, purpose: string) =>
    name === undefined ? [] : [{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name, purpose }];
  return [
    ...classOf(names.blockStorage, 'volumes of one node'),
    ...classOf(names.sharedStorage, 'volumes of many nodes'),
  ];
}

/** Secrets with each team's keys for the object store, one in each of its namespaces. @param tracking - whether experiments have one too */
export function objectStoreSecrets(teams: readonly TeamSpec[], tracking = false): ExternalObject[] {
  return inNamespaces(teams, tracking, (team) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    name: OBJECT_STORE_SECRET,
    keys: OBJECT_STORE_KEYS,
    purpose: `keys of ${team} for the object store`,
  }));
}

/** Service accounts that carry what is known only after deployment, one in each namespace of each team. @param tracking - whether experiments have one too */
export function serviceAccounts(teams: readonly TeamSpec[], tracking = false): ExternalObject[] {
  return inNamespaces(teams, tracking, (team) => ({
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

/**
 * What a stack brings for the controllers of the way in: accounts that carry what is known only after deployment, and what
 * external-dns must be told on Azure. Nothing where the manifests make the accounts.
 */
export function controllerObjects(access: AccessFacts | undefined): ExternalObject[] {
  if (access?.serviceAccountOwner !== 'stack') return [];
  const { certificates, dns, secrets } = ACCESS_ACCOUNTS;
  const account = ({ namespace, serviceAccount }: ControllerAccount, purpose: string): ExternalObject => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    name: serviceAccount,
    namespace,
    purpose,
  });
  const config: ExternalObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    name: DNS_CONFIG.name,
    namespace: dns.namespace,
    keys: [DNS_CONFIG.key],
    purpose: 'tenant, subscription and resource group of the zone, for external-dns',
  };
  return [
    account(certificates, 'identity by which cert-manager proves that the zone is ours'),
    ...(access.dns === undefined ? [] : [account(dns, 'identity by which external-dns writes records')]),
    ...(access.dns?.provider === 'azure' ? [config] : []),
    ...(access.secretStore === undefined
      ? []
      : [account(secrets, 'identity by which External Secrets reads the store')]),
  ];
}

function inNamespaces(
  teams: readonly TeamSpec[],
  tracking: boolean,
  object: (team: string) => ExternalObject,
): ExternalObject[] {
  return teams.flatMap((team) =>
    teamNamespaces(team, tracking).map((namespace) => ({ ...object(team.name), namespace })),
  );
}
