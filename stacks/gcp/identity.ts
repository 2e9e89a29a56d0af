import { getProjectOutput } from '@pulumi/gcp/organizations/getProject.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { GcpTarget } from '../../spec/target.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { AccessIdentity, type AccessIdentityArgs } from './access-identity.ts';
import type { Cluster } from './cluster.ts';
import { RegistryIdentity } from './registry-identity.ts';
import type { Storage } from './storage.ts';
import { TeamIdentity } from './team-identity.ts';

/** Whom Google shall know. */
export interface IdentityArgs {
  /** The cluster in which teams work. */
  readonly cluster: Cluster;
  /** Project. */
  readonly target: GcpTarget;
  /** Buckets of the teams. */
  readonly storage: Storage;
  /** Teams, in the spec's order. */
  readonly teams: readonly TeamSpec[];
  /** The way in, and what the manifests count on. @default - the spec has none */
  readonly wayIn?: Pick<AccessIdentityArgs, 'access' | 'facts'>;
  /** Whether teams have a namespace for their experiments. @default false */
  readonly tracking?: boolean;
}

/**
 * Rights of teams, given to their pods directly: there is no account of Google's between, and nothing is written on service
 * accounts.
 *
 * Google knows pods by project, namespace and service account, and not by cluster: two clusters of one project must not
 * give one namespace to two teams. Environments belong in projects of their own.
 */
export class Identity extends ComponentResource {
  public constructor(name: string, args: IdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:Identity', name, {}, opts);
    const { cluster, storage, target, teams, tracking } = args;
    const { project } = target;
    const { number } = getProjectOutput({ projectId: project }, { parent: this });
    const pool = number.apply(
      (found) =>
        `principal://iam.googleapis.com/projects/${found}/locations/global/workloadIdentityPools/${project}.svc.id.goog`,
    );
    for (const team of teams) {
      const bucket = storage.buckets.get(team.name)?.bucket;
      if (bucket === undefined) continue;
      new TeamIdentity(`${name}-team-${team.name}`, { cluster, pool, team, tracking, bucket }, { parent: this });
    }
    if (storage.registryBucket !== undefined)
      new RegistryIdentity(
        `${name}-registry`,
        { cluster, pool, bucket: storage.registryBucket.bucket },
        { parent: this },
      );
    const { wayIn } = args;
    if (wayIn !== undefined)
      new AccessIdentity(`${name}-access`, { cluster, project, number, pool, ...wayIn }, { parent: this });
    this.registerOutputs();
  }
}
