import { partitionOf, policyDocument } from './iam.ts';

/** Reads, writes and deletes objects, but no older versions of them: what is overwritten by mistake can be brought back. */
export function bucketRights(region: string, bucket: string): string {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  const document = policyDocument(
    {
      Effect: 'Allow',
      Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      Resource: arn,
    },
    {
      Effect: 'Allow',
      Action: [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:GetObject',
        's3:ListMultipartUploadParts',
        's3:PutObject',
      ],
      Resource: `${arn}/*`,
    },
  );
  return JSON.stringify(document);
}
