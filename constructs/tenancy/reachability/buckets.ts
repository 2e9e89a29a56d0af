import type { KubernetesObject } from '../../core/index.ts';
import { objectName } from '../../core/index.ts';
import { OBJECT_STORE } from '../team-access.ts';
import type { ClusterView, NamespaceView, View } from './cluster-view.ts';
import type { Reach } from './matrix.ts';
import { locationsIn, overlaps, type StoreLocation } from './store-location.ts';

type Data = View<{ data: Readonly<Record<string, string>> }>;

/** A place in the object store that is a team's own. */
interface Owned {
  readonly team: string;
  readonly location: StoreLocation;
}

/** Annotations by which a service account takes on a cloud identity. */
const IDENTITIES = [
  'eks.amazonaws.com/role-arn',
  'iam.gke.io/gcp-service-account',
  'azure.workload.identity/client-id',
];

/**
 * Teams that are pointed at the object store of another, or that have its cloud identity.
 *
 * A team owns what the ConfigMap `object-store` of its namespaces names. Whether the cloud lets an identity into a
 * bucket is decided outside the cluster; the stack's own tests hold that.
 */
export function* bucketReaches(view: ClusterView): Iterable<Reach> {
  const owned = Map.groupBy(ownLocations(view), ({ location }) => location.bucket);
  for (const { name, team } of view.namespaces) {
    if (team === undefined) continue;
    for (const object of view.in(name)) {
      for (const { location, team: owner } of named(object, owned)) {
        if (owner === team) continue;
        const path = `${objectName(object)} names ${addressText(location)}, which is ${owner}’s`;
        yield { from: team, to: owner, dimension: 'buckets', path };
      }
    }
  }
  yield* sameIdentities(view);
}

function ownLocations(view: ClusterView): readonly Owned[] {
  return view.of<Data>('', 'ConfigMap').flatMap(({ data = {}, metadata }) => {
    const { team } = view.namespace(metadata.namespace ?? '');
    if (team === undefined || metadata.name !== OBJECT_STORE) return [];
    const bucket = data['BUCKET'];
    const whole = bucket === undefined || data['URI'] !== undefined ? [] : [{ bucket, prefix: '' }];
    return [...locationsIn(data['URI'] ?? ''), ...whole].map((location) => ({ team, location }));
  });
}

/** Owned places that an object names, anywhere in it: by address, or by the bare name of the bucket. */
function named(object: KubernetesObject, owned: ReadonlyMap<string, readonly Owned[]>): ReadonlySet<Owned> {
  const found = new Set<Owned>();
  for (const text of textsIn(object)) {
    const bare = text.includes('://') ? [] : [{ bucket: text, prefix: '' }];
    for (const location of [...locationsIn(text), ...bare]) {
      for (const each of owned.get(location.bucket) ?? []) {
        const prefixed = bare.length > 0 && each.location.prefix !== '';
        // The bare name says nothing about the part of a bucket; the address beside it does.
        if (!prefixed && overlaps(each.location, location)) found.add(each);
      }
    }
  }
  return found;
}

function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) yield* textsIn(inner);
}

function* sameIdentities(view: ClusterView): Iterable<Reach> {
  const accounts = view.of('', 'ServiceAccount').flatMap((account) => {
    const namespace: NamespaceView = view.namespace(account.metadata.namespace ?? '');
    const { annotations = {} } = account.metadata;
    return IDENTITIES.flatMap((key) => {
      const identity = annotations[key];
      const { team } = namespace;
      return identity === undefined || team === undefined ? [] : [{ identity, team, name: objectName(account) }];
    });
  });
  for (const [identity, all] of Map.groupBy(accounts, (account) => account.identity)) {
    for (const one of all) {
      for (const other of all) {
        if (one.team === other.team) continue;
        const path = `${one.name} and ${other.name} both are ${identity} in the cloud`;
        yield { from: one.team, to: other.team, dimension: 'buckets', path };
      }
    }
  }
}

function addressText({ bucket, prefix }: StoreLocation): string {
  return prefix === '' ? bucket : `${bucket}/${prefix}`;
}
