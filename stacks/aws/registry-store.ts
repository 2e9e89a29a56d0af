import { AccessKey } from '@pulumi/aws/iam/accessKey.js';
import { User } from '@pulumi/aws/iam/user.js';
import { UserPolicy } from '@pulumi/aws/iam/userPolicy.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { RegistryStore as RegistryStoreFacts } from '../../spec/facts.ts';
import { REGISTRY_NAMESPACE } from '../../spec/registry-store.ts';
import type { Deletion } from '../deletion.ts';
import type { ClusterObject } from '../kubernetes-object.ts';
import { bucketRights } from './bucket-rights.ts';
import { TeamBucket } from './team-bucket.ts';

/** What the registry keeps its content in. */
export interface RegistryStoreArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Names that the manifests count on. */
  readonly store: Extract<RegistryStoreFacts, { kind: 's3' }>;
  /** What happens to what is in it. */
  readonly deletion: Deletion;
}

/**
 * The registry's bucket, and a user of IAM that reaches it and nothing else.
 *
 * Keys, because the registry's driver for S3 knows neither Pod Identity nor IRSA. They do not expire; to change them, replace the
 * key in the stack's state and run `pulumi up`.
 */
export class RegistryStore extends ComponentResource {
  /** The Secret with the keys, under the name that the facts say. */
  public readonly objects: readonly ClusterObject[];

  public constructor(name: string, args: RegistryStoreArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:RegistryStore', name, {}, opts);
    const { cluster, deletion, store } = args;
    const here = { parent: this };
    new TeamBucket(name, { bucket: store.bucket, region: store.region, deletion }, here);
    const user = new User(name, { name: `${cluster}-registry`, path: '/plinth/' }, here);
    const policy = bucketRights(store.region, store.bucket);
    const rights = new UserPolicy(name, { name: 'rights', user: user.name, policy }, here);
    const key = new AccessKey(name, { user: user.name }, { ...here, dependsOn: [rights] });
    this.objects = [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: store.secret, namespace: REGISTRY_NAMESPACE },
        stringData: { REGISTRY_STORAGE_S3_ACCESSKEY: key.id, REGISTRY_STORAGE_S3_SECRETKEY: key.secret },
      },
    ];
    this.registerOutputs();
  }
}
