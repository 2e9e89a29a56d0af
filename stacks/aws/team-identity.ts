import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { fittedName } from '../../spec/fitted-name.ts';
import type { AwsTarget } from '../../spec/target.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { TEAM_SERVICE_ACCOUNT, teamNamespaces } from '../../spec/team-identity.ts';
import type { Cluster } from './cluster.ts';
import { partitionOf, policyDocument } from './iam.ts';
import { PodRole } from './pod-role.ts';

/** Longest name of a role. Unit: characters. */
const LONGEST_ROLE = 64;

/** Whose identity. */
export interface TeamIdentityArgs {
  /** The cluster in which the team works. */
  readonly cluster: Cluster;
  /** Account and region. */
  readonly target: AwsTarget;
  /** Name of the cluster. */
  readonly clusterName: string;
  /** The team. */
  readonly team: TeamSpec;
  /** Name of its bucket. @default - it has none */
  readonly bucket?: string;
}

/** What a team's jobs are on AWS: a role that reads and writes the team's bucket, and no other. */
export class TeamIdentity extends ComponentResource {
  public constructor(name: string, args: TeamIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:TeamIdentity', name, {}, opts);
    const { bucket, cluster, clusterName, target, team } = args;
    new PodRole(
      name,
      {
        cluster,
        target,
        clusterName,
        role: fittedName(`${clusterName}-team-${team.name}`, LONGEST_ROLE),
        policy: bucket === undefined ? undefined : bucketRights(target.region, bucket),
        accounts: teamNamespaces(team).map((namespace) => ({ namespace, serviceAccount: TEAM_SERVICE_ACCOUNT })),
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

/** Reads, writes and deletes objects, but no older versions of them: what is overwritten by mistake can be brought back. */
function bucketRights(region: string, bucket: string): string {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  const document = policyDocument(
    {
      Effect: 'Allow',
      Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      Resource: arn,
    },
    {
      Effect: 'Allow',
      Action: [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:GetObject',
        's3:ListMultipartUploadParts',
        's3:PutObject',
      ],
      Resource: `${arn}/*`,
    },
  );
  return JSON.stringify(document);
}
