import { getClientConfigOutput } from '@pulumi/azure-native/authorization/getClientConfig.js';
import { Key } from '@pulumi/azure-native/keyvault/key.js';
import { Vault } from '@pulumi/azure-native/keyvault/vault.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from '@pulumi/pulumi';
import type { AzureTarget } from '../../spec/target.ts';
import { type Deletion, dataOptions } from '../deletion.ts';
import type { Place } from './resource-groups.ts';
import { grant } from './roles.ts';
import { vaultProperties } from './vault-properties.ts';

/** Which key. */
export interface ClusterKeyArgs {
  /** Name of the vault: global on Azure, and taken for a while after the vault is gone. */
  readonly vault: string;
  /** Subscription. */
  readonly target: AzureTarget;
  /** Group of what is kept. */
  readonly place: Place;
  /** Object id of the control plane, which encrypts with it. */
  readonly controlPlane: Input<string>;
  /** What happens to it. */
  readonly deletion: Deletion;
}

/** Time in which a deleted vault or key can be brought back, and its name stays taken. Unit: days. */
const RECOVERY = { protected: 90, ephemeral: 7 } as const;

/**
 * Key in a vault of the platform's own, with which the API server encrypts secrets before it stores them.
 *
 * Without it nothing in the cluster's store can be read again: it is protected, and nobody can purge it before its time. It is not turned
 * by itself: AKS goes on with the version that it was given, and another one is an update of the cluster.
 */
export class ClusterKey extends ComponentResource {
  /** Address of the key, with its version. */
  public readonly keyId: Output<string>;
  /** What must be there before a cluster uses it. */
  public readonly right: Resource;

  public constructor(name: string, args: ClusterKeyArgs, opts?: ComponentResourceOptions) {
    super('plinth:azure:ClusterKey', name, {}, opts);
    const { controlPlane, deletion, place, target, vault: vaultName } = args;
    const { resourceGroupName } = place;
    const kept = { parent: this, ...dataOptions(deletion) };
    const { tenantId } = getClientConfigOutput({ parent: this });
    const vault = new Vault(
      name,
      {
        ...place,
        vaultName,
        properties: vaultProperties(tenantId, RECOVERY[deletion]),
      },
      kept,
    );
    const key = new Key(
      name,
      { resourceGroupName, vaultName: vault.name, keyName: 'secrets', properties: { kty: 'RSA', keySize: 3072 } },
      kept,
    );
    this.keyId = key.keyUriWithVersion;
    const use = { target, role: 'Key Vault Crypto User', scope: vault.id, principalId: controlPlane } as const;
    this.right = grant(`${name}-use`, use, { parent: this });
    this.registerOutputs({ key: this.keyId });
  }
}
