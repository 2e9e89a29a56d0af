import { beforeAll, describe, expect, test } from 'vitest';
import { before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { factsOf } from '../target-sample.ts';
import { onAws, statements } from './aws-sample.ts';

const BUCKET = 'aws:s3/bucket:Bucket';
const NAME = factsOf(onAws()).teams[0]?.bucket?.name;
const SETTINGS = [
  'bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  'bucketOwnershipControls:BucketOwnershipControls',
  'bucketPolicy:BucketPolicy',
  'bucketPublicAccessBlock:BucketPublicAccessBlock',
  'bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  'bucketVersioning:BucketVersioning',
];

describe('storage on AWS', () => {
  let run: readonly Registered[] = [];
  let ephemeral: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onAws());
    ephemeral = await stackOf(onAws(), { deletion: 'ephemeral' });
  });

  test('gives each team the bucket that the facts name, and neither empties nor deletes it', () => {
    expect(the(run, BUCKET)).toMatchObject({
      inputs: { bucket: NAME, forceDestroy: false },
      protect: true,
      retainOnDelete: true,
    });
    expect(the(ephemeral, BUCKET)).toMatchObject({
      inputs: { bucket: NAME, forceDestroy: true },
      protect: false,
      retainOnDelete: false,
    });
  });

  test('leaves a bucket’s settings with it', () => {
    for (const type of SETTINGS)
      expect(the(run, `aws:s3/${type}`)).toMatchObject({ deletedWith: the(run, BUCKET).urn, retainOnDelete: true });
  });

  test('keeps versions, encrypts, and is never public or plain', () => {
    const inputs = (type: string) => the(run, `aws:s3/${type}`).inputs;
    expect(inputs('bucketVersioning:BucketVersioning')['versioningConfiguration']).toEqual({ status: 'Enabled' });
    expect(inputs('bucketPublicAccessBlock:BucketPublicAccessBlock')).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(inputs('bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration')['rules']).toEqual([
      { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
    ]);
    expect(statements(inputs('bucketPolicy:BucketPolicy')['policy'])).toEqual([
      {
        Effect: 'Deny',
        Action: 's3:*',
        Principal: '*',
        Resource: [`arn:aws:s3:::${NAME}`, `arn:aws:s3:::${NAME}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('shares files between zones by doors that only nodes may use', () => {
    expect(the(run, 'aws:efs/fileSystem:FileSystem')).toMatchObject({
      inputs: { creationToken: 'atlas-prod-shared', encrypted: true, throughputMode: 'elastic' },
      protect: true,
      retainOnDelete: true,
    });
    expect(the(run, 'aws:efs/mountTarget:MountTarget', 'atlas-prod-storage-shared-zone-1').inputs).toEqual({
      fileSystemId: 'atlas-prod-storage-shared-id',
      subnetId: 'atlas-prod-network-zone-1-nodes-id',
      securityGroups: ['atlas-prod-storage-shared-id'],
    });
    expect(
      the(run, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'atlas-prod-storage-shared-from-nodes')
        .inputs,
    ).toEqual({
      securityGroupId: 'atlas-prod-storage-shared-id',
      referencedSecurityGroupId: 'atlas-prod-network-node-id',
      ipProtocol: 'tcp',
      fromPort: 2049,
      toPort: 2049,
    });
  });

  test('brings the storage classes that the facts name', () => {
    const classOf = (name: string) =>
      the(run, 'kubernetes:storage.k8s.io/v1:StorageClass', `StorageClass:${name}`).inputs;
    expect(classOf('plinth-block')).toMatchObject({
      provisioner: 'ebs.csi.aws.com',
      parameters: { type: 'gp3', encrypted: 'true' },
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    expect(classOf('plinth-shared')).toMatchObject({
      provisioner: 'efs.csi.aws.com',
      parameters: { provisioningMode: 'efs-ap', fileSystemId: 'atlas-prod-storage-shared-id' },
    });
  });

  test('brings a class of FSx for Lustre where the spec asks for it, with its driver and in its zone, and none otherwise', async () => {
    const zones = ['eu-west-1a', 'eu-west-1b'];
    const fast = await stackOf(onAws({}, { zones, lustre: { zone: 'eu-west-1b', throughput: 500 } }));
    expect(the(fast, 'kubernetes:storage.k8s.io/v1:StorageClass', 'StorageClass:plinth-lustre').inputs).toMatchObject({
      provisioner: 'fsx.csi.aws.com',
      parameters: {
        subnetId: 'atlas-prod-network-zone-1-nodes-id',
        securityGroupIds: 'atlas-prod-network-node-id',
        deploymentType: 'PERSISTENT_2',
        perUnitStorageThroughput: '500',
        fileSystemTypeVersion: '2.15',
      },
      mountOptions: ['flock'],
      volumeBindingMode: 'Immediate',
    });
    const driver = the(fast, 'aws:eks/addon:Addon', 'atlas-prod-add-ons-aws-fsx-csi-driver').inputs;
    expect(driver['podIdentityAssociations']).toEqual([
      {
        roleArn: 'arn:aws:test:::atlas-prod-add-ons-aws-fsx-csi-driver',
        serviceAccount: 'fsx-csi-controller-sa',
      },
    ]);
    expect(run.map(({ name }) => name).filter((name) => /lustre|fsx/.test(name))).toEqual([]);
  });

  test('has them before any team’s objects, and drivers and doors until the last volume is gone', () => {
    const earlier = before(run, the(run, 'kubernetes:core/v1:Namespace', 'Namespace:vision'));
    const needed = run.filter(({ type }) =>
      ['aws:eks/addon:Addon', 'aws:efs/mountTarget:MountTarget', 'kubernetes:storage.k8s.io/v1:StorageClass'].includes(
        type,
      ),
    );
    expect(needed.length).toBeGreaterThan(10);
    expect(needed.filter(({ urn }) => !earlier.has(urn))).toEqual([]);
  });
});
