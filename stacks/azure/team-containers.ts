import { BlobContainer } from '@pulumi/azure-native/storage/blobContainer.js';
import { BlobServiceProperties } from '@pulumi/azure-native/storage/blobServiceProperties.js';
import { StorageAccount } from '@pulumi/azure-native/storage/storageAccount.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { AzureTarget } from '../../spec/target.ts';
import { RECOVERY_DAYS } from '../bucket-times.ts';
import { type Deletion, dataOptions } from '../deletion.ts';
import type { Place } from './resource-groups.ts';
import { hasZones } from './zones.ts';

/** Where teams' objects lie. */
export interface TeamContainersArgs {
  /** Name of the storage account; global on Azure, from the facts. */
  readonly account: string;
  /** Name of each team's container, by the team's. */
  readonly containers: ReadonlyMap<string, string>;
  /** Region. */
  readonly target: AzureTarget;
  /** Where the account stands. */
  readonly place: Place;
  /** What happens to what is in it. */
  readonly deletion: Deletion;
}

/**
 * Storage account with a container for each team: folders are real ones (`abfss://`), kept in several zones, encrypted, never public, only
 * over TLS, and no key opens it: who reads and writes, identities and roles say.
 *
 * What is deleted can be brought back for a while. What is overwritten cannot: Azure keeps no versions where folders are real.
 */
export class TeamContainers extends ComponentResource {
  /** Each team's container, by the team's name. */
  public readonly containers: ReadonlyMap<string, BlobContainer>;

  public constructor(name: string, args: TeamContainersArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:TeamContainers', name, {}, opts);
    const kept = dataOptions(args.deletion);
    const account = this.#account(name, args);
    const { resourceGroupName } = args.place;
    const within = { resourceGroupName, accountName: account.name };
    // Left where it is together with the account, or what is deleted by mistake would be gone.
    const { protect: _, ...retained } = kept;
    const service = this.#service(name, within, { parent: this, deletedWith: account, ...retained });
    this.containers = new Map(
      [...args.containers].map(([team, containerName]) => {
        const container = new BlobContainer(
          `${name}-${team}`,
          { ...within, containerName, publicAccess: 'None' },
          { parent: this, dependsOn: [service], ...kept },
        );
        return [team, container];
      }),
    );
    this.registerOutputs({ account: account.name });
  }

  #account(name: string, { account, deletion, place, target }: TeamContainersArgs): StorageAccount {
    return new StorageAccount(
      name,
      {
        ...place,
        accountName: account,
        kind: 'StorageV2',
        sku: { name: hasZones(target) ? 'Standard_ZRS' : 'Standard_LRS' },
        isHnsEnabled: true,
        allowBlobPublicAccess: false,
        allowCrossTenantReplication: false,
        allowSharedKeyAccess: false,
        defaultToOAuthAuthentication: true,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_2',
      },
      { parent: this, ...dataOptions(deletion) },
    );
  }

  #service(
    name: string,
    within: Pick<ConstructorParameters<typeof BlobServiceProperties>[1], 'accountName' | 'resourceGroupName'>,
    opts: ComponentResourceOptions,
  ): BlobServiceProperties {
    const retention = { enabled: true, days: RECOVERY_DAYS };
    return new BlobServiceProperties(
      name,
      {
        ...within,
        blobServicesName: 'default',
        deleteRetentionPolicy: retention,
        containerDeleteRetentionPolicy: retention,
      },
      opts,
    );
  }
}
