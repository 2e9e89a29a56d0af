import { SpacesKey } from '@pulumi/digitalocean/spacesKey.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { TargetFacts, TeamFacts } from '../../spec/facts.ts';
import { REGISTRY_NAMESPACE } from '../../spec/registry-store.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { teamNamespaces } from '../../spec/team-identity.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import type { TeamBucket } from './team-bucket.ts';

/** Whose identities. */
export interface IdentityArgs {
  /** Names of secrets and buckets. */
  readonly facts: TargetFacts;
  /** The teams. */
  readonly teams: readonly TeamSpec[];
  /** Whether teams have a namespace for their experiments. @default false */
  readonly tracking?: boolean;
  /** Bucket of the registry. @default - there is no registry */
  readonly registryBucket?: TeamBucket;
  /** Bucket of each team. */
  readonly buckets: ReadonlyMap<string, TeamBucket>;
}

/**
 * What teams are on DigitalOcean, which gives pods no identity: keys that reach one bucket, in a Secret of each of the team's namespaces.
 *
 * The keys do not expire. To change them, delete the key of a team from the stack's state and run `pulumi up`; whoever can read
 * Secrets of the namespace, or the stack's state and its passphrase, has the keys.
 */
export class Identity extends ComponentResource {
  /** The Secrets under the names that the facts say. */
  public readonly objects: readonly ClusterObject[];
  readonly #name: string;

  public constructor(name: string, args: IdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:digitalocean:Identity', name, {}, opts);
    this.#name = name;
    this.objects = [
      ...args.teams.flatMap((team, index) => this.#team(team, args.facts.teams[index], args)),
      ...this.#registry(args),
    ];
    this.registerOutputs();
  }

  #registry({ facts: { cluster, registryStore }, registryBucket }: IdentityArgs): ClusterObject[] {
    if (registryStore?.kind !== 's3' || registryBucket === undefined) return [];
    const key = new SpacesKey(
      `${this.#name}-registry`,
      { name: `${cluster}-registry`, grants: [{ bucket: registryBucket.bucket.name, permission: 'readwrite' }] },
      { parent: this },
    );
    return [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: registryStore.secret, namespace: REGISTRY_NAMESPACE },
        stringData: { REGISTRY_STORAGE_S3_ACCESSKEY: key.accessKey, REGISTRY_STORAGE_S3_SECRETKEY: key.secretKey },
      },
    ];
  }

  #team(
    team: TeamSpec,
    facts: TeamFacts | undefined,
    { buckets, facts: { cluster }, tracking }: IdentityArgs,
  ): ClusterObject[] {
    const bucket = buckets.get(team.name)?.bucket;
    const secret = facts?.bucket?.secret;
    if (bucket === undefined || secret === undefined) return [];
    const key = new SpacesKey(
      `${this.#name}-team-${team.name}`,
      { name: `${cluster}-${team.name}`, grants: [{ bucket: bucket.name, permission: 'readwrite' }] },
      { parent: this },
    );
    return teamNamespaces(team, tracking).map((namespace) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: secret, namespace },
      stringData: { AWS_ACCESS_KEY_ID: key.accessKey, AWS_SECRET_ACCESS_KEY: key.secretKey },
    }));
  }
}
