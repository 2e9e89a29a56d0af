import { BlobContainer } from '@pulumi/azure-native/storage/blobContainer.js';
import { listStorageAccountKeysOutput } from '@pulumi/azure-native/storage/listStorageAccountKeys.js';
import { StorageAccount } from '@pulumi/azure-native/storage/storageAccount.js';
import { ComponentResource, type ComponentResourceOptions, secret } from '@pulumi/pulumi';
import type { RegistryStore as RegistryStoreFacts } from '../../spec/facts.ts';
import { REGISTRY_NAMESPACE } from '../../spec/registry-store.ts';
import type { AzureTarget } from '../../spec/target.ts';
import { type Deletion, dataOptions } from '../deletion.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import type { Place } from './resource-groups.ts';
import { hasZones } from './zones.ts';

/** What the registry keeps its content in. */
export interface RegistryStoreArgs {
  /** Names that the manifests count on. */
  readonly store: Extract<RegistryStoreFacts, { kind: 'azure' }>;
  /** Region. */
  readonly target: AzureTarget;
  /** Group of what is kept. */
  readonly place: Place;
  /** What happens to what is in it. */
  readonly deletion: Deletion;
}

/**
 * The registry's storage account, and nothing else is in it: the registry's driver opens it by a key, because it knows no workload
 * identity of Azure. Whoever has the key has all images, and no data of a team.
 */
export class RegistryStore extends ComponentResource {
  /** The Secret with the key, under the name that the facts say. */
  public readonly objects: readonly ClusterObject[];

  public constructor(name: string, args: RegistryStoreArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:RegistryStore', name, {}, opts);
    const { deletion, place, store } = args;
    const kept = dataOptions(deletion);
    const account = this.#account(name, args);
    const { resourceGroupName } = place;
    const container = new BlobContainer(
      name,
      { resourceGroupName, accountName: account.name, containerName: store.container, publicAccess: 'None' },
      { parent: this, ...kept },
    );
    const { keys } = listStorageAccountKeysOutput({ resourceGroupName, accountName: account.name }, { parent: this });
    this.objects = [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: store.secret, namespace: REGISTRY_NAMESPACE },
        stringData: { AZURE_STORAGE_ACCESS_KEY: secret(keys.apply(([first]) => first?.value ?? '')) },
      },
    ];
    this.registerOutputs({ container: container.name });
  }

  #account(name: string, { deletion, place, store, target }: RegistryStoreArgs): StorageAccount {
    return new StorageAccount(
      name,
      {
        ...place,
        accountName: store.account,
        kind: 'StorageV2',
        sku: { name: hasZones(target) ? 'Standard_ZRS' : 'Standard_LRS' },
        allowBlobPublicAccess: false,
        allowCrossTenantReplication: false,
        allowSharedKeyAccess: true,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_2',
      },
      { parent: this, ...dataOptions(deletion) },
    );
  }
}
