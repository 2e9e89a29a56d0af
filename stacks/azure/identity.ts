import type { BlobContainer } from '@pulumi/azure-native/storage/blobContainer.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { AzureTarget } from '../../spec/target.ts';
import type { TeamSpec } from '../../spec/team.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import type { Cluster } from './cluster.ts';
import type { Place } from './resource-groups.ts';
import { TeamIdentity } from './team-identity.ts';

/** Whom Azure shall know. */
export interface IdentityArgs {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** The cluster whose pods they are. */
  readonly cluster: Cluster;
  /** Subscription. */
  readonly target: AzureTarget;
  /** Teams. */
  readonly teams: readonly TeamSpec[];
  /** Each team's container, by the team's name. */
  readonly containers: ReadonlyMap<string, BlobContainer>;
  /** Where the identities stand. */
  readonly place: Place;
}

/** Identities of the teams (workload identity). One for each team: Azure lets one be taken by twenty service accounts at most. */
export class Identity extends ComponentResource {
  /** The teams' service accounts. */
  public readonly objects: readonly ClusterObject[];

  public constructor(name: string, args: IdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:Identity', name, {}, opts);
    const { cluster, clusterName, containers, place, target, teams } = args;
    const issuer = cluster.aks.oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? '');
    this.objects = teams.flatMap(
      (team) =>
        new TeamIdentity(
          `${name}-team-${team.name}`,
          { cluster: clusterName, issuer, target, team, container: containers.get(team.name), place },
          { parent: this },
        ).accounts,
    );
    this.registerOutputs();
  }
}
