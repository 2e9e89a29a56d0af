import { Bucket } from '@pulumi/gcp/storage/bucket.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { RECOVERY_DAYS, UPLOAD_DAYS } from '../bucket-times.ts';
import { type Deletion, dataOptions } from '../deletion.ts';

/** A bucket. */
export interface TeamBucketArgs {
  /** Name; global on Google Cloud, from the facts. */
  readonly bucket: string;
  /** Project. */
  readonly project: string;
  /** Region. */
  readonly region: string;
  /** Whether folders are real ones. @default true */
  readonly folders?: boolean;
  /** What happens to what is in it. */
  readonly deletion: Deletion;
}

const DAY_SECONDS = 86_400;

/**
 * A team's datasets and checkpoints: never public, rights on the whole bucket only, with real folders, so that a checkpoint is
 * renamed in one step when it is complete.
 *
 * Buckets with folders keep no versions; what is overwritten or deleted can be brought back for a while instead. An ephemeral
 * bucket keeps nothing and is emptied when it goes, because Google deletes no full one and bills what it keeps.
 */
export class TeamBucket extends ComponentResource {
  /** The bucket. */
  public readonly bucket: Bucket;

  public constructor(name: string, args: TeamBucketArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:TeamBucket', name, {}, opts);
    const { bucket, deletion, project, region } = args;
    const ephemeral = deletion === 'ephemeral';
    this.bucket = new Bucket(
      name,
      {
        name: bucket,
        project,
        // As Google answers; another way to write it would be another bucket.
        location: region.toUpperCase(),
        hierarchicalNamespace: { enabled: args.folders ?? true },
        uniformBucketLevelAccess: true,
        publicAccessPrevention: 'enforced',
        softDeletePolicy: { retentionDurationSeconds: ephemeral ? 0 : RECOVERY_DAYS * DAY_SECONDS },
        lifecycleRules: [{ action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: UPLOAD_DAYS } }],
        forceDestroy: ephemeral,
      },
      { parent: this, ...dataOptions(deletion) },
    );
    this.registerOutputs({ bucket: this.bucket.name });
  }
}
