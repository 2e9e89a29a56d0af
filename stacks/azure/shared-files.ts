import { StorageAccount } from '@pulumi/azure-native/storage/storageAccount.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { AzureTarget } from '../../spec/target.ts';
import { type Deletion, dataOptions } from '../deletion.ts';
import type { Network } from './network.ts';
import type { Place } from './resource-groups.ts';
import { grant } from './roles.ts';
import { hasZones } from './zones.ts';

/** Where files are shared. */
export interface SharedFilesArgs {
  /** Name of the storage account; global on Azure. */
  readonly account: string;
  /** Subscription and region. */
  readonly target: AzureTarget;
  /** Network of the machines that mount them. */
  readonly network: Network;
  /** Object id of the control plane, which makes the shares. */
  readonly controlPlane: Input<string>;
  /** Where the account stands. */
  readonly place: Place;
  /** What happens to them. */
  readonly deletion: Deletion;
}

/**
 * Storage account for files that machines of all zones mount by NFS (Azure Files, premium): each volume is a share of its own, at
 * least 100 GiB, paid for as it was asked for.
 *
 * NFS knows no passwords: only the machines' subnet reaches the account. It is not encrypted on the way, which Azure demands of
 * all else, so that demand is off here; the way is Azure's own network. Faster ones are Azure Managed Lustre's, for
 * which the spec has no word: AKS brings no driver of theirs.
 */
export class SharedFiles extends ComponentResource {
  /** The account. */
  public readonly account: StorageAccount;

  public constructor(name: string, args: SharedFilesArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:SharedFiles', name, {}, opts);
    const { account, controlPlane, deletion, network, place, target } = args;
    this.account = new StorageAccount(
      name,
      {
        ...place,
        accountName: account,
        kind: 'FileStorage',
        sku: { name: hasZones(target) ? 'Premium_ZRS' : 'Premium_LRS' },
        allowBlobPublicAccess: false,
        allowCrossTenantReplication: false,
        allowSharedKeyAccess: false,
        enableHttpsTrafficOnly: false,
        minimumTlsVersion: 'TLS1_2',
        networkRuleSet: {
          bypass: 'None',
          defaultAction: 'Deny',
          virtualNetworkRules: [{ virtualNetworkResourceId: network.nodesId, action: 'Allow' }],
        },
      },
      { parent: this, ...dataOptions(deletion) },
    );
    grant(
      `${name}-shares`,
      { target, role: 'Storage Account Contributor', scope: this.account.id, principalId: controlPlane },
      { parent: this },
    );
    this.registerOutputs({ account: this.account.name });
  }
}
