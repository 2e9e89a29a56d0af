import { FederatedIdentityCredential } from '@pulumi/azure-native/managedidentity/federatedIdentityCredential.js';
import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import type { BlobContainer } from '@pulumi/azure-native/storage/blobContainer.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { AzureTarget } from '../../spec/target.ts';
import type { TeamSpec } from '../../spec/team.ts';
import { TEAM_SERVICE_ACCOUNT, teamNamespaces, type teamPullSecrets } from '../../spec/team-identity.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import type { Place } from './resource-groups.ts';
import { grant } from './roles.ts';

/** Whose identity. */
export interface TeamIdentityArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Who vouches for the cluster's service accounts. */
  readonly issuer: Input<string>;
  /** Subscription. */
  readonly target: AzureTarget;
  /** The team. */
  readonly team: TeamSpec;
  /** Whether it has a namespace for its experiments. @default false */
  readonly tracking?: boolean;
  /** Its container. @default - it has none */
  readonly container?: BlobContainer;
  /** What its pods pull images with. @default - nothing of the platform's own */
  readonly pulls?: ReturnType<typeof teamPullSecrets>;
  /** Where the identity stands. */
  readonly place: Place;
}

/** Audience of tokens that Entra ID exchanges for its own. */
const AUDIENCE = 'api://AzureADTokenExchange';

/**
 * What a team's jobs are on Azure: an identity that reads and writes the team's container, and no other. It is taken by the team's
 * service accounts, which are made here because they carry its client id.
 */
export class TeamIdentity extends ComponentResource {
  /** The team's service accounts, one in each of its namespaces. */
  public readonly accounts: readonly ClusterObject[];

  public constructor(name: string, args: TeamIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:TeamIdentity', name, {}, opts);
    const { cluster, container, place, target, team, tracking } = args;
    const identity = new UserAssignedIdentity(
      name,
      { ...place, resourceName: `${cluster}-team-${team.name}` },
      { parent: this },
    );
    if (container !== undefined)
      grant(
        `${name}-container`,
        { target, role: 'Storage Blob Data Contributor', scope: container.id, principalId: identity.principalId },
        { parent: this },
      );
    const namespaces = teamNamespaces(team, tracking);
    this.#trust(name, args, identity, namespaces);
    this.accounts = namespaces.map((namespace) => serviceAccount(namespace, identity.clientId, args.pulls));
    this.registerOutputs();
  }

  #trust(
    name: string,
    { issuer, place }: TeamIdentityArgs,
    identity: UserAssignedIdentity,
    namespaces: readonly string[],
  ): void {
    let before: FederatedIdentityCredential[] = [];
    for (const namespace of namespaces) {
      const credential = new FederatedIdentityCredential(
        `${name}-${namespace}`,
        {
          resourceGroupName: place.resourceGroupName,
          resourceName: identity.name,
          // Azure wants at least three characters.
          federatedIdentityCredentialResourceName: `team-${namespace}`,
          issuer,
          subject: `system:serviceaccount:${namespace}:${TEAM_SERVICE_ACCOUNT}`,
          audiences: [AUDIENCE],
        },
        // One after another: Azure refuses two changes of one identity at once.
        { parent: this, dependsOn: before },
      );
      before = [credential];
    }
  }
}

/** Its token is mounted for Azure only; jobs that need the API server say so. */
function serviceAccount(namespace: string, clientId: Input<string>, pulls: TeamIdentityArgs['pulls']): ClusterObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: TEAM_SERVICE_ACCOUNT,
      namespace,
      annotations: { 'azure.workload.identity/client-id': clientId },
    },
    automountServiceAccountToken: false,
    ...pulls,
  };
}
