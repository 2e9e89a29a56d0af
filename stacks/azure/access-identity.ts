import { getClientConfigOutput } from '@pulumi/azure-native/authorization/getClientConfig.js';
import { Vault } from '@pulumi/azure-native/keyvault/vault.js';
import { FederatedIdentityCredential } from '@pulumi/azure-native/managedidentity/federatedIdentityCredential.js';
import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity/userAssignedIdentity.js';
import { ComponentResource, type ComponentResourceOptions, type Input, jsonStringify } from '@pulumi/pulumi';
import type { AccessSpec } from '../../spec/access.ts';
import { ACCESS_ACCOUNTS, DNS_CONFIG } from '../../spec/access-identity.ts';
import type { AccessFacts, TargetFacts } from '../../spec/facts.ts';
import type { PlatformOn } from '../../spec/platform.ts';
import type { AzureTarget } from '../../spec/target.ts';
import { type Deletion, dataOptions } from '../deletion.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import type { Cluster } from './cluster.ts';
import type { Place } from './resource-groups.ts';
import { grant, type Role } from './roles.ts';
import { vaultProperties } from './vault-properties.ts';

/** What the way in may do on Azure. */
export interface AccessIdentityArgs {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** The cluster whose pods they are. */
  readonly cluster: Cluster;
  /** Subscription. */
  readonly target: AzureTarget;
  /** What the spec says about the way in. */
  readonly access: AccessSpec;
  /** What the manifests count on. */
  readonly facts: AccessFacts;
  /** Where the identities stand. */
  readonly place: Place;
  /** Where the vault stands: what is in it outlives the environment. */
  readonly data: Place;
  /** What happens to the vault when it is no longer wanted. */
  readonly deletion: Deletion;
}

/** What the whole environment says about the way in, which may have none. */
export interface WayInArgs {
  /** The platform. */
  readonly spec: Pick<PlatformOn<'azure'>, 'access'>;
  /** What the manifests count on. */
  readonly facts: Pick<TargetFacts, 'access'>;
  /** Where the vault stands. */
  readonly place: Place;
  /** What happens to the vault when it is no longer wanted. */
  readonly deletion: Deletion;
}

/** Audience of tokens that Entra ID exchanges for its own. */
const AUDIENCE = 'api://AzureADTokenExchange';
/** Days for which a deleted vault can be had back. Unit: days; Azure takes 7-90. */
const KEPT_DAYS = 90;

/**
 * Identities of the controllers of the way in, each with one zone or one vault, and their service accounts, which carry what
 * is known only after deployment. AKS takes people from Entra ID for its API server, and no other issuer's tokens.
 */
export class AccessIdentity extends ComponentResource {
  /** Service accounts of the controllers, and what external-dns must be told. */
  public readonly objects: readonly ClusterObject[];
  readonly #name: string;
  readonly #args: AccessIdentityArgs;

  public constructor(name: string, args: AccessIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:AccessIdentity', name, {}, opts);
    this.#name = name;
    this.#args = args;
    const { access, facts, target } = args;
    const zone = facts.dns?.provider === 'azure' ? access.dns : undefined;
    const records = zone === undefined ? undefined : zoneRight(target, zone);
    const store = facts.secretStore;
    this.objects = [
      this.#account('certificates', access.certificates.kind === 'acme' ? records : undefined),
      ...(facts.dns === undefined ? [] : [this.#account('dns', records)]),
      ...(zone === undefined ? [] : [this.#config(zone.id ?? '')]),
      ...(store === undefined
        ? []
        : [this.#account('secrets', store.kind === 'azure' ? this.#secrets(store.vault) : undefined)]),
    ];
    this.registerOutputs();
  }

  #account(what: keyof typeof ACCESS_ACCOUNTS, right: Right | undefined): ClusterObject {
    const { cluster, clusterName, place, target } = this.#args;
    const { namespace, serviceAccount } = ACCESS_ACCOUNTS[what];
    const name = `${this.#name}-${what}`;
    const identity = new UserAssignedIdentity(
      name,
      { ...place, resourceName: `${clusterName}-${what}` },
      { parent: this },
    );
    if (right !== undefined) grant(name, { target, ...right, principalId: identity.principalId }, { parent: this });
    new FederatedIdentityCredential(
      name,
      {
        resourceGroupName: place.resourceGroupName,
        resourceName: identity.name,
        federatedIdentityCredentialResourceName: what,
        issuer: cluster.aks.oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? ''),
        subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
        audiences: [AUDIENCE],
      },
      { parent: this },
    );
    return {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: serviceAccount,
        namespace,
        annotations: { 'azure.workload.identity/client-id': identity.clientId },
      },
    };
  }

  #secrets(vaultName: string): Right {
    const { data, deletion } = this.#args;
    const { tenantId } = getClientConfigOutput({ parent: this });
    const vault = new Vault(
      `${this.#name}-vault`,
      {
        ...data,
        vaultName,
        properties: vaultProperties(tenantId, KEPT_DAYS),
      },
      { parent: this, ...dataOptions(deletion) },
    );
    return { role: 'Key Vault Secrets User', scope: vault.id };
  }

  #config(resourceGroup: string): ClusterObject {
    const { tenantId } = getClientConfigOutput({ parent: this });
    const config = {
      tenantId,
      subscriptionId: this.#args.target.subscription,
      resourceGroup,
      useWorkloadIdentityExtension: true,
    };
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: DNS_CONFIG.name, namespace: ACCESS_ACCOUNTS.dns.namespace },
      stringData: { [DNS_CONFIG.key]: jsonStringify(config) },
    };
  }
}

/** What a controller may do with one thing. */
interface Right {
  readonly role: Role;
  readonly scope: Input<string>;
}

/** Records of one zone. */
function zoneRight({ subscription }: AzureTarget, { id, zone }: NonNullable<AccessSpec['dns']>): Right {
  const group = `/subscriptions/${subscription}/resourceGroups/${id}`;
  return { role: 'DNS Zone Contributor', scope: `${group}/providers/Microsoft.Network/dnsZones/${zone}` };
}
