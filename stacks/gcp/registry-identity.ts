import type { Bucket } from '@pulumi/gcp/storage/bucket.js';
import { BucketIAMMember } from '@pulumi/gcp/storage/bucketIAMMember.js';
import { ComponentResource, type ComponentResourceOptions, type Input, interpolate } from '@pulumi/pulumi';
import { REGISTRY_NAMESPACE, REGISTRY_SERVICE_ACCOUNT } from '../../spec/registry-store.ts';
import type { Cluster } from './cluster.ts';

/** What the registry may reach. */
export interface RegistryIdentityArgs {
  /** The cluster in which it runs; Google knows its pods only once it is there. */
  readonly cluster: Cluster;
  /** Beginning of the names by which Google knows pods. */
  readonly pool: Input<string>;
  /** Its bucket. */
  readonly bucket: Bucket;
}

/** Reads, writes and deletes objects, and asks for uploads that were begun. */
const ROLES = { objects: 'roles/storage.objectUser', bucket: 'roles/storage.bucketViewer' } as const;

/** What the registry's pods may do on Google Cloud: read and write the registry's bucket, and no other. */
export class RegistryIdentity extends ComponentResource {
  public constructor(name: string, args: RegistryIdentityArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:RegistryIdentity', name, {}, opts);
    const { bucket, cluster, pool } = args;
    for (const [what, role] of Object.entries(ROLES))
      new BucketIAMMember(
        `${name}-${what}`,
        {
          bucket: bucket.name,
          role,
          member: interpolate`${pool}/subject/ns/${REGISTRY_NAMESPACE}/sa/${REGISTRY_SERVICE_ACCOUNT}`,
        },
        { parent: this, dependsOn: [cluster.gke] },
      );
    this.registerOutputs();
  }
}
