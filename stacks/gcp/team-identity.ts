import type { Bucket } from '@pulumi/gcp/storage/bucket.js';
import { BucketIAMMember } from '@pulumi/gcp/storage/bucketIAMMember.js';
import { ComponentResource, type ComponentResourceOptions, type Input, interpolate } from '@pulumi/pulumi';
import type { TeamSpec } from '../../spec/team.ts';
import { TEAM_SERVICE_ACCOUNT, teamAccounts } from '../../spec/team-identity.ts';
import type { Cluster } from './cluster.ts';

/** Whose identity. */
export interface TeamIdentityArgs {
  /** The cluster in which the team works; Google knows its pods only once it is there. */
  readonly cluster: Cluster;
  /** Beginning of the names by which Google knows pods. */
  readonly pool: Input<string>;
  /** The team. */
  readonly team: TeamSpec;
  /** Whether it has a namespace for its experiments. @default false */
  readonly tracking?: boolean;
  /** Its bucket. */
  readonly bucket: Bucket;
}

/** Reads, writes and deletes objects and folders; and sees the bucket's settings, which programs that mount it ask for. */
const ROLES = { objects: 'roles/storage.objectUser', bucket: 'roles/storage.bucketViewer' } as const;

/** What a team's jobs may do on Google Cloud: read and write the team's bucket, and no other. */
export class TeamIdentity extends ComponentResource {
  public constructor(name: string, args: TeamIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:TeamIdentity', name, {}, opts);
    const { bucket, cluster, pool, team, tracking } = args;
    for (const { namespace, serviceAccount } of teamAccounts(team, tracking))
      for (const [what, role] of Object.entries(ROLES))
        new BucketIAMMember(
          [name, namespace, ...(serviceAccount === TEAM_SERVICE_ACCOUNT ? [] : [serviceAccount]), what].join('-'),
          {
            bucket: bucket.name,
            role,
            member: interpolate`${pool}/subject/ns/${namespace}/sa/${serviceAccount}`,
          },
          { parent: this, dependsOn: [cluster.gke] },
        );
    this.registerOutputs();
  }
}
