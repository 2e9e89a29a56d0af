import { CryptoKey } from '@pulumi/gcp/kms/cryptoKey.js';
import { CryptoKeyIAMMember } from '@pulumi/gcp/kms/cryptoKeyIAMMember.js';
import { KeyRing } from '@pulumi/gcp/kms/keyRing.js';
import { ServiceIdentity } from '@pulumi/gcp/projects/serviceIdentity.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { type Deletion, dataOptions } from '../deletion.ts';

/** Which key. */
export interface ClusterKeyArgs {
  /** Name of the key ring: Google deletes none, so that a name is used once in a project and region, for ever. */
  readonly keyRing: string;
  /** Project. */
  readonly project: string;
  /** Region. */
  readonly region: string;
  /** What happens to it. */
  readonly deletion: Deletion;
}

/** Time after which a new version of the key is used; older ones still decrypt. A quarter. Unit: seconds. */
const ROTATION = 7_776_000;
/** Time in which a destroyed version can still be brought back. Thirty days. Unit: seconds. */
const DESTROYED = 2_592_000;

/**
 * Key with which the API server encrypts secrets before it stores them, and GKE's right to use it.
 *
 * Ring and key cannot be deleted: when an ephemeral environment goes, only the key's versions do, and the next one of the same
 * name needs a higher `metadata.generation`.
 */
export class ClusterKey extends ComponentResource {
  /** The key. */
  public readonly key: CryptoKey;
  /** What must be there before a cluster uses it. */
  public readonly right: CryptoKeyIAMMember;

  public constructor(name: string, args: ClusterKeyArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:ClusterKey', name, {}, opts);
    const { deletion, keyRing, project, region } = args;
    // Without its key nothing in the cluster's store can be read again.
    const kept = { parent: this, ...dataOptions(deletion) };
    const ring = new KeyRing(name, { name: keyRing, project, location: region }, kept);
    this.key = new CryptoKey(
      name,
      {
        name: 'secrets',
        keyRing: ring.id,
        purpose: 'ENCRYPT_DECRYPT',
        rotationPeriod: `${ROTATION}s`,
        destroyScheduledDuration: `${DESTROYED}s`,
      },
      kept,
    );
    // Google makes it at the first cluster of a project, which would be too late.
    const gke = new ServiceIdentity(name, { project, service: 'container.googleapis.com' }, { parent: this });
    this.right = new CryptoKeyIAMMember(
      name,
      { cryptoKeyId: this.key.id, role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter', member: gke.member },
      { parent: this },
    );
    this.registerOutputs({ key: this.key.id });
  }
}
