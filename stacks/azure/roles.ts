import { createHash } from 'node:crypto';
import { RoleAssignment } from '@pulumi/azure-native/authorization/roleAssignment.js';
import { CustomResource, type CustomResourceOptions, type Input, type Inputs } from '@pulumi/pulumi';
import type { AzureTarget } from '../../spec/target.ts';

/** Roles that Azure keeps, by the ids that they have in every subscription (Azure RBAC, "built-in roles"). */
const ROLES = {
  /** Pulls images. */
  AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
  /** Everything in one AKS cluster. */
  'Azure Kubernetes Service RBAC Cluster Admin': 'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b',
  /** Everything but giving rights; here always of one single thing. */
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  /** Encrypts and decrypts with the keys of a vault. */
  'Key Vault Crypto User': '12338af0-0e69-4776-bea7-57ae8d297424',
  /** Changes records of a DNS zone. */
  'DNS Zone Contributor': 'befefa01-2a29-4197-83a8-272ff33ce314',
  /** Reads the secrets of a vault. */
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6',
  /** Hands an identity to machines. */
  'Managed Identity Operator': 'f1a07417-d97a-45cb-824c-7a7467783830',
  /** Joins subnets, and makes load balancers in them. */
  'Network Contributor': '4d97b98b-1d4f-4787-a291-c67834d000e7',
  /** Makes shares in a storage account. */
  'Storage Account Contributor': '17d1049b-9a84-46fb-8f53-869881c3d3ab',
  /** Reads, writes and deletes blobs. */
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
} as const;

/** A role that Azure keeps. */
export type Role = keyof typeof ROLES;

/** Who may do what with which thing. */
export interface GrantArgs {
  /** Subscription of the thing. */
  readonly target: Pick<AzureTarget, 'subscription'>;
  /** What may be done. */
  readonly role: Role;
  /** Id of the thing. */
  readonly scope: Input<string>;
  /** Object id of who may do it. */
  readonly principalId: Input<string>;
  /** Whether they are an identity that was just made, which the directory does not find for a while unless Azure is told. @default true */
  readonly isIdentity?: boolean;
}

/**
 * Gives a right. Azure names rights by GUIDs: this one is chosen from the resource's own name, so that a right whose record
 * was lost is found again and not given twice.
 *
 * @param name - name of the resource; begins with the cluster's
 */
export function grant(name: string, args: GrantArgs, opts: CustomResourceOptions): CustomResource {
  const { isIdentity = true, principalId, role, scope, target } = args;
  const right = {
    roleAssignmentName: chosenGuid(target.subscription, name),
    roleDefinitionId: roleId(target, role),
    scope,
    principalId,
  };
  // Another principal means another right under the same name, and Azure takes no two.
  const replaced = { ...opts, deleteBeforeReplace: true };
  if (isIdentity) return new RoleAssignment(name, { ...right, principalType: 'ServicePrincipal' }, replaced);
  return new UntypedGrant(name, right, replaced);
}

/** A right of whoever it is. The provider's own class takes it for a user where nothing is said; Azure looks it up. */
class UntypedGrant extends CustomResource {
  public constructor(name: string, right: Inputs, opts: CustomResourceOptions) {
    super('azure-native:authorization:RoleAssignment', name, right, opts);
  }
}

/** Id of a role, as a right names it. */
function roleId({ subscription }: Pick<AzureTarget, 'subscription'>, role: Role): string {
  return `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`;
}

/** A GUID that is the same for the same parts; of version 8, which is for those who compute their own. */
function chosenGuid(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(parts.join('\n')).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
