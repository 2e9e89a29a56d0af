import { Bucket } from '@pulumi/aws/s3/bucket.js';
import { BucketLifecycleConfiguration } from '@pulumi/aws/s3/bucketLifecycleConfiguration.js';
import { BucketOwnershipControls } from '@pulumi/aws/s3/bucketOwnershipControls.js';
import { BucketPolicy } from '@pulumi/aws/s3/bucketPolicy.js';
import { BucketPublicAccessBlock } from '@pulumi/aws/s3/bucketPublicAccessBlock.js';
import { BucketServerSideEncryptionConfiguration } from '@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.js';
import { BucketVersioning } from '@pulumi/aws/s3/bucketVersioning.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { RECOVERY_DAYS, UPLOAD_DAYS } from '../bucket-times.ts';
import { type Deletion, dataOptions } from '../deletion.ts';
import { partitionOf, policyDocument } from './iam.ts';

/** A bucket. */
export interface TeamBucketArgs {
  /** Name; global on AWS, from the facts. */
  readonly bucket: string;
  /** Region. */
  readonly region: string;
  /** What happens to what is in it. */
  readonly deletion: Deletion;
}

/**
 * A team's datasets and checkpoints: versioned, encrypted, never public, only over TLS, owned by the account whoever writes.
 *
 * A protected bucket is neither emptied nor deleted; an ephemeral one is emptied when it goes, because AWS deletes no full one.
 * Its settings stay with it.
 */
export class TeamBucket extends ComponentResource {
  /** The bucket. */
  public readonly bucket: Bucket;

  public constructor(name: string, args: TeamBucketArgs, opts?: ComponentResourceOptions) {
    super('plinth:aws:TeamBucket', name, {}, opts);
    const kept = dataOptions(args.deletion);
    this.bucket = new Bucket(
      name,
      { bucket: args.bucket, forceDestroy: args.deletion === 'ephemeral' },
      { parent: this, ...kept },
    );
    // Left where they are together with the bucket: without them it would be open, and its old versions would stay for ever.
    const { protect: _, ...retained } = kept;
    const settings = { parent: this, deletedWith: this.bucket, ...retained };
    this.#settings(name, settings);
    this.#policy(name, args, settings);
    this.registerOutputs({ bucket: this.bucket.bucket });
  }

  #settings(name: string, opts: ComponentResourceOptions): void {
    const { bucket } = this.bucket;
    new BucketOwnershipControls(name, { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } }, opts);
    new BucketPublicAccessBlock(
      name,
      { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      opts,
    );
    new BucketServerSideEncryptionConfiguration(
      name,
      { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
      opts,
    );
    const versioning = new BucketVersioning(name, { bucket, versioningConfiguration: { status: 'Enabled' } }, opts);
    new BucketLifecycleConfiguration(
      name,
      {
        bucket,
        rules: [
          {
            id: 'tidy',
            status: 'Enabled',
            filter: {},
            abortIncompleteMultipartUpload: { daysAfterInitiation: UPLOAD_DAYS },
            noncurrentVersionExpiration: { noncurrentDays: RECOVERY_DAYS },
          },
        ],
      },
      { ...opts, dependsOn: [versioning] },
    );
  }

  #policy(name: string, { bucket, region }: TeamBucketArgs, opts: ComponentResourceOptions): void {
    const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
    const document = policyDocument({
      Effect: 'Deny',
      Action: 's3:*',
      Principal: '*',
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    new BucketPolicy(name, { bucket: this.bucket.bucket, policy: JSON.stringify(document) }, opts);
  }
}
