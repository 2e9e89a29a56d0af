import type { LabelSelector } from '../../imports/kubernetes.gen.ts';
import type { ClusterView, NamespaceView, View } from './cluster-view.ts';
import type { Grants } from './grants.ts';
import type { Reach } from './matrix.ts';
import { openedReferences } from './reference-grant.ts';

const EXTERNAL_SECRETS = 'external-secrets.io';

type ExternalSecret = View<{
  spec: {
    secretStoreRef?: { name?: string; kind?: string };
    data?: readonly { remoteRef?: { key?: string } }[];
    dataFrom?: readonly { extract?: { key?: string } }[];
  };
}>;

type ClusterSecretStore = View<{
  spec: {
    conditions?: readonly {
      namespaceSelector?: LabelSelector;
      namespaces?: readonly string[];
      namespaceRegexes?: readonly string[];
    }[];
  };
}>;

/**
 * Secrets of one team that another can read by other ways than by rights.
 *
 * A Gateway that may refer to them; an entry of an outside store that both read; and an outside store that both may read
 * any entry of.
 */
export function* secretReaches(view: ClusterView, grants: Grants): Iterable<Reach> {
  yield* grantedReferences(view);
  yield* sameEntries(view);
  yield* openStores(view, grants);
}

function* grantedReferences(view: ClusterView): Iterable<Reach> {
  for (const { by, from, target, to } of openedReferences(view)) {
    const { team } = view.namespace(from.namespace);
    if (target.kind !== 'Secret' || team === undefined || to.team === undefined || team === to.team) continue;
    const path = `${by} lets ${from.kind} objects of ${from.namespace} use secrets of ${to.name}`;
    yield { from: team, to: to.team, dimension: 'secrets', path };
  }
}

/** The same entry of the same store, read into namespaces of two teams. */
function* sameEntries(view: ClusterView): Iterable<Reach> {
  const readers = Map.groupBy(
    view.of<ExternalSecret>(EXTERNAL_SECRETS, 'ExternalSecret').flatMap((secret) => entries(view, secret)),
    ({ entry }) => entry,
  );
  for (const [entry, all] of readers) {
    for (const one of all) {
      for (const other of all) {
        if (one.team === other.team) continue;
        const path = `${one.name} and ${other.name} both read ${entry}`;
        yield { from: one.team, to: other.team, dimension: 'secrets', path };
      }
    }
  }
}

function entries(view: ClusterView, { metadata, spec }: ExternalSecret) {
  const { name: namespace, team } = view.namespace(metadata.namespace ?? '');
  const { kind = 'SecretStore', name: store = '' } = spec?.secretStoreRef ?? {};
  // Stores of a namespace lead where their owner's credentials lead; only a store of the cluster is the same for all.
  if (team === undefined || kind !== 'ClusterSecretStore') return [];
  const keys = [
    ...(spec?.data ?? []).map(({ remoteRef }) => remoteRef?.key),
    ...(spec?.dataFrom ?? []).map(({ extract }) => extract?.key),
  ];
  const name = `ExternalSecret ${namespace}/${metadata.name}`;
  return keys.flatMap((key) => (key === undefined ? [] : [{ team, name, entry: `${key} of ${kind} ${store}` }]));
}

/** Stores of the cluster in which a team that may write its own ExternalSecrets can read every other team's entries. */
function* openStores(view: ClusterView, grants: Grants): Iterable<Reach> {
  for (const store of view.of<ClusterSecretStore>(EXTERNAL_SECRETS, 'ClusterSecretStore')) {
    const served = view.namespaces.filter(
      (namespace) => namespace.team !== undefined && serves(view, store, namespace),
    );
    const teams = new Set(served.map(({ team }) => team as string));
    for (const { name, team = '' } of served) {
      const grant = ['create', 'update', 'patch']
        .map((verb) => grants.allowing(team, name, verb, EXTERNAL_SECRETS, 'externalsecrets'))
        .find((found) => found !== undefined);
      if (grant === undefined) continue;
      const path = `ClusterSecretStore ${store.metadata.name} serves both, and ${grant.by} ExternalSecrets in ${name}`;
      for (const to of teams) if (to !== team) yield { from: team, to, dimension: 'secrets', path };
    }
  }
}

function serves(view: ClusterView, { spec }: ClusterSecretStore, { name }: NamespaceView): boolean {
  const conditions = spec?.conditions ?? [];
  return (
    conditions.length === 0 ||
    conditions.some(
      ({ namespaceRegexes = [], namespaces = [], namespaceSelector }) =>
        namespaces.includes(name) ||
        namespaceRegexes.some((regex) => new RegExp(regex).test(name)) ||
        (namespaceSelector !== undefined && view.selected(namespaceSelector).some((each) => each.name === name)),
    )
  );
}
