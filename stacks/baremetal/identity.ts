import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { KEPT } from '../../constructs/tenancy/kept.ts';
import type { TargetFacts, TeamFacts } from '../../spec/facts.ts';
import { REGISTRY_BUCKET, REGISTRY_NAMESPACE } from '../../spec/registry-store.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { teamNamespaces } from '../../spec/team-identity.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import { BUCKET_CLASS, OBJECT_STORE } from './storage.ts';
import { CEPH_NAMESPACE } from './storage-manifests.ts';

/** Whose identities. */
export interface IdentityArgs {
  /** Names of secrets and buckets. */
  readonly facts: TargetFacts;
  /** The teams. */
  readonly teams: readonly TeamSpec[];
  /** Whether teams have a namespace for their experiments. @default false */
  readonly tracking?: boolean;
}

/** Keys of a team. */
interface Keys {
  readonly access: Output<string>;
  readonly secret: Output<string>;
}

/** Lengths of S3's keys. Unit: characters. */
const LENGTHS = { access: 20, secret: 40 } as const;

/**
 * What teams are for the object store, since machines of one's own give pods no identity: a user of Ceph that owns one bucket, with keys
 * that are made up here.
 *
 * The keys do not expire. To change them, delete a team's keys from the stack's state and run `pulumi up`.
 */
export class Identity extends ComponentResource {
  /** The Secrets under the names that the facts say. */
  public readonly objects: readonly ClusterObject[];
  /** Users and buckets. */
  public readonly companions: readonly ClusterObject[];
  readonly #name: string;

  public constructor(name: string, { facts, teams, tracking }: IdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:baremetal:Identity', name, {}, opts);
    this.#name = name;
    const made = teams.flatMap((team, index) => {
      const known = facts.teams[index];
      return known === undefined ? [] : [{ team, known, keys: this.#keys(team) }];
    });
    const registry = this.#registry(facts);
    this.objects = [
      ...made.flatMap(({ keys, known, team }) => secretsOf(team, known, keys, tracking)),
      ...registry.objects,
    ];
    this.companions = [
      ...made.flatMap(({ keys, known, team }) => userOf(team.name, known.bucket?.name, keys)),
      ...registry.companions,
    ];
    this.registerOutputs();
  }

  #registry({ registryStore: store }: TargetFacts): Pick<Identity, 'objects' | 'companions'> {
    if (store?.kind !== 's3') return { objects: [], companions: [] };
    const keys = this.#keys({ name: REGISTRY_BUCKET });
    const secret: ClusterObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: store.secret, namespace: REGISTRY_NAMESPACE },
      stringData: { REGISTRY_STORAGE_S3_ACCESSKEY: keys.access, REGISTRY_STORAGE_S3_SECRETKEY: keys.secret },
    };
    return { objects: [secret], companions: userOf(REGISTRY_BUCKET, store.bucket, keys) };
  }

  #keys({ name }: Pick<TeamSpec, 'name'>): Keys {
    const key = (part: keyof typeof LENGTHS) =>
      new RandomPassword(`${this.#name}-${name}-${part}`, { length: LENGTHS[part], special: false }, { parent: this })
        .result;
    return { access: key('access'), secret: key('secret') };
  }
}

function secretsOf(team: TeamSpec, { bucket }: TeamFacts, keys: Keys, tracking?: boolean): ClusterObject[] {
  const name = bucket?.secret;
  if (name === undefined) return [];
  return teamNamespaces(team, tracking).map((namespace) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    stringData: { AWS_ACCESS_KEY_ID: keys.access, AWS_SECRET_ACCESS_KEY: keys.secret },
  }));
}

/** A user, whose keys Rook takes from our Secret instead of making them up, and its bucket, left where it is with all that is in it. */
function userOf(name: string, bucket: string | undefined, keys: Keys): ClusterObject[] {
  if (bucket === undefined) return [];
  const namespace = CEPH_NAMESPACE;
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: `rook-ceph-object-user-${OBJECT_STORE}-${name}`,
        namespace,
        annotations: { 'rook.io/source-of-truth': 'secret' },
      },
      type: 'kubernetes.io/rook',
      stringData: { AccessKey: keys.access, SecretKey: keys.secret },
    },
    {
      apiVersion: 'ceph.rook.io/v1',
      kind: 'CephObjectStoreUser',
      metadata: { name, namespace },
      spec: { store: OBJECT_STORE, displayName: name, quotas: { maxBuckets: 1 } },
    },
    {
      apiVersion: 'objectbucket.io/v1alpha1',
      kind: 'ObjectBucketClaim',
      metadata: { name: bucket, namespace, annotations: KEPT },
      spec: {
        bucketName: bucket,
        storageClassName: BUCKET_CLASS,
        additionalConfig: { bucketOwner: name },
      },
    },
  ];
}
