import { listAt, type PolicyResource, type PolicyRule } from '../rule.ts';

/** What is wrong with the openness of a resource, by its type. */
const CHECKS: Readonly<Record<string, (props: PolicyResource['props']) => readonly string[]>> = {
  'aws:s3/bucket:Bucket': ({ acl }) => ofAcl(acl),
  'aws:s3/bucketAcl:BucketAcl': ({ acl }) => ofAcl(acl),
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': (props) =>
    ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets']
      .filter((each) => props[each] !== true)
      .map((each) => `the bucket can be opened to everybody: set \`${each}\``),
  'azure-native:storage:StorageAccount': ({ allowBlobPublicAccess }) =>
    allowBlobPublicAccess === false
      ? []
      : ['containers can be opened to everybody: set `allowBlobPublicAccess: false`'],
  'digitalocean:index/spacesBucket:SpacesBucket': ({ acl }) => ofAcl(acl),
  'gcp:storage/bucket:Bucket': ({ publicAccessPrevention }) =>
    publicAccessPrevention === 'enforced'
      ? []
      : ["the bucket can be opened to everybody: set `publicAccessPrevention: 'enforced'`"],
  'gcp:storage/bucketIAMBinding:BucketIAMBinding': (props) => listAt(props, 'members').flatMap(ofMember),
  'gcp:storage/bucketIAMMember:BucketIAMMember': ({ member }) => ofMember(member),
};

/** A bucket that anybody reads is how most datasets and models were lost. */
export const bucketsNotPublic: PolicyRule = {
  name: 'buckets-not-public',
  description: 'No bucket can be read or written without signing in.',
  enforcement: 'mandatory',
  examine: ({ props, type }) => CHECKS[type]?.(props) ?? [],
};

function ofAcl(acl: unknown): string[] {
  return String(acl ?? 'private').startsWith('public') ? [`the bucket is ${acl}: set \`acl: 'private'\``] : [];
}

function ofMember(member: unknown): string[] {
  const anybody = member === 'allUsers' || member === 'allAuthenticatedUsers';
  return anybody ? [`${member} is everybody: name groups or service accounts`] : [];
}
