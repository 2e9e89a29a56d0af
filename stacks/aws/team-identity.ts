import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { fittedName } from '../../spec/fitted-name.ts';
import type { AwsTarget } from '../../spec/target.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { teamAccounts } from '../../spec/team-identity.ts';
import { bucketRights } from './bucket-rights.ts';
import type { Cluster } from './cluster.ts';
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
  /** Whether it has a namespace for its experiments. @default false */
  readonly tracking?: boolean;
  /** Name of its bucket. @default - it has none */
  readonly bucket?: string;
}

/** What a team's jobs are on AWS: a role that reads and writes the team's bucket, and no other. */
export class TeamIdentity extends ComponentResource {
  public constructor(name: string, args: TeamIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:TeamIdentity', name, {}, opts);
    const { bucket, cluster, clusterName, target, team, tracking } = args;
    new PodRole(
      name,
      {
        cluster,
        target,
        clusterName,
        role: fittedName(`${clusterName}-team-${team.name}`, LONGEST_ROLE),
        policy: bucket === undefined ? undefined : bucketRights(target.region, bucket),
        accounts: teamAccounts(team, tracking),
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
