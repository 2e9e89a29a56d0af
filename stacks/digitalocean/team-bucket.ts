import { SpacesBucket } from '@pulumi/digitalocean/spacesBucket.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { RECOVERY_DAYS, UPLOAD_DAYS } from '../bucket-times.ts';
import { type Deletion, dataOptions } from '../deletion.ts';

/** A bucket. */
export interface TeamBucketArgs {
  /** Name; global on DigitalOcean, from the facts. */
  readonly bucket: string;
  /** Region. */
  readonly region: string;
  /** What happens to what is in it. */
  readonly deletion: Deletion;
}

/**
 * A team's datasets and checkpoints: versioned and private. Spaces encrypts what it keeps, and takes requests over TLS only.
 *
 * A protected bucket is neither emptied nor deleted; an ephemeral one is emptied when it goes, because no full one is deleted.
 */
export class TeamBucket extends ComponentResource {
  /** The bucket. */
  public readonly bucket: SpacesBucket;

  public constructor(name: string, args: TeamBucketArgs, opts?: ComponentResourceOptions) {
    super('plinth:digitalocean:TeamBucket', name, {}, opts);
    const { bucket, deletion, region } = args;
    this.bucket = new SpacesBucket(
      name,
      {
        name: bucket,
        region,
        acl: 'private',
        forceDestroy: deletion === 'ephemeral',
        versioning: { enabled: true },
        lifecycleRules: [
          {
            id: 'tidy',
            enabled: true,
            abortIncompleteMultipartUploadDays: UPLOAD_DAYS,
            noncurrentVersionExpiration: { days: RECOVERY_DAYS },
          },
        ],
      },
      { parent: this, ...dataOptions(deletion) },
    );
    this.registerOutputs({ bucket: this.bucket.name });
  }
}
