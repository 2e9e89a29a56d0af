import type { BlobContainer } from '@pulumi/azure-native/storage/blobContainer.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { AzureTarget } from '../../spec/target.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { teamPullSecrets } from '../../spec/team-identity.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import { AccessIdentity, type WayInArgs } from './access-identity.ts';
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
  /** Whether teams have a namespace for their experiments. @default false */
  readonly tracking?: boolean;
  /** Each team's container, by the team's name. */
  readonly containers: ReadonlyMap<string, BlobContainer>;
  /** The way in, if the spec has one. */
  readonly wayIn: WayInArgs;
  /** Where the identities stand. */
  readonly place: Place;
}

/** Identities of the teams (workload identity). One for each team: Azure lets one be taken by twenty service accounts at most. */
export class Identity extends ComponentResource {
  /** Service accounts of the teams and of the way in, and what those must be told. */
  public readonly objects: readonly ClusterObject[];

  public constructor(name: string, args: IdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:Identity', name, {}, opts);
    const { cluster, clusterName, containers, place, target, teams, tracking } = args;
    const issuer = cluster.aks.oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? '');
    const pulls = teamPullSecrets(args.wayIn.spec);
    const ofTeams = teams.flatMap(
      (team) =>
        new TeamIdentity(
          `${name}-team-${team.name}`,
          { cluster: clusterName, issuer, target, team, tracking, pulls, container: containers.get(team.name), place },
          { parent: this },
        ).accounts,
    );
    this.objects = [...ofTeams, ...this.#wayIn(name, args)];
    this.registerOutputs();
  }

  #wayIn(name: string, { cluster, clusterName, place, target, wayIn }: IdentityArgs): readonly ClusterObject[] {
    const { deletion, facts, place: data, spec } = wayIn;
    if (spec.access === undefined || facts.access === undefined) return [];
    return new AccessIdentity(
      `${name}-access`,
      { clusterName, cluster, target, place, data, deletion, access: spec.access, facts: facts.access },
      { parent: this },
    ).objects;
  }
}
