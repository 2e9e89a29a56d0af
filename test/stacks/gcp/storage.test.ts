import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { factsOf } from '../target-sample.ts';
import { onGcp } from './gcp-sample.ts';

const BUCKET = 'gcp:storage/bucket:Bucket';
const CLASS = 'kubernetes:storage.k8s.io/v1:StorageClass';
const NAME = factsOf(onGcp()).teams[0]?.bucket?.name;

describe('storage on Google Cloud', () => {
  let run: readonly Registered[] = [];
  let ephemeral: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onGcp());
    ephemeral = await stackOf(onGcp(), { deletion: 'ephemeral' });
  });

  test('gives each team the bucket that the facts name, with folders, never public, and brings deleted things back', () => {
    expect(the(run, BUCKET).inputs).toEqual({
      name: NAME,
      project: 'atlas-prod',
      location: 'EUROPE-WEST4',
      hierarchicalNamespace: { enabled: true },
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      softDeletePolicy: { retentionDurationSeconds: 2_592_000 },
      lifecycleRules: [{ action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 7 } }],
      forceDestroy: false,
    });
  });

  test('neither empties nor deletes a bucket, unless everything is to go; then nothing is left to pay for', () => {
    expect(the(run, BUCKET)).toMatchObject({ protect: true, retainOnDelete: true });
    expect(the(ephemeral, BUCKET)).toMatchObject({
      inputs: { name: NAME, forceDestroy: true, softDeletePolicy: { retentionDurationSeconds: 0 } },
      protect: false,
      retainOnDelete: false,
    });
  });

  test('brings the class of disks that the facts name, of the sort that each machine takes', async () => {
    expect(the(run, CLASS, 'StorageClass:plinth-block').inputs).toMatchObject({
      metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'pd.csi.storage.gke.io',
      parameters: { type: 'dynamic', 'pd-type': 'pd-balanced', 'hyperdisk-type': 'hyperdisk-balanced' },
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Delete',
    });
    const older = await stackOf(onGcp({}, { kubernetes: '1.35' }), { layer: 'infrastructure' });
    expect(the(older, CLASS, 'StorageClass:plinth-block').inputs['parameters']).toEqual({ type: 'pd-balanced' });
  });

  test('brings the class of shared files, in the network and the addresses of this cluster', () => {
    expect(the(run, CLASS, 'StorageClass:plinth-shared').inputs).toMatchObject({
      provisioner: 'filestore.csi.storage.gke.io',
      parameters: {
        tier: 'enterprise',
        multishare: 'true',
        'instance-storageclass-label': 'atlas-prod',
        network: 'atlas-prod',
        'reserved-ipv4-cidr': '10.0.192.0/19',
      },
    });
  });

  test('brings a class of Managed Lustre where the spec asks for it, with driver, APIs and the way to it, and none otherwise', async () => {
    const fast = await stackOf(onGcp({}, { lustre: { throughput: 500 } }));
    const name = 'StorageClass:plinth-lustre';
    expect(the(fast, CLASS, name).inputs).toMatchObject({
      provisioner: 'lustre.csi.storage.gke.io',
      parameters: { perUnitStorageThroughput: '500', network: 'atlas-prod-network-id' },
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    expect(the(fast, 'gcp:container/cluster:Cluster').inputs['addonsConfig']).toMatchObject({
      gcpFilestoreCsiDriverConfig: { enabled: true },
      lustreCsiDriverConfig: { enabled: true },
    });
    expect(the(fast, 'gcp:servicenetworking/connection:Connection').inputs).toEqual({
      network: 'atlas-prod-network-id',
      service: 'servicenetworking.googleapis.com',
      reservedPeeringRanges: ['atlas-prod-google-services'],
      deletionPolicy: 'ABANDON',
    });
    const services = allOf(fast, 'gcp:projects/service:Service').map(({ inputs }) => inputs['service']);
    expect(services).toEqual(expect.arrayContaining(['lustre.googleapis.com', 'servicenetworking.googleapis.com']));
    expect(run.map((each) => each.name)).not.toContain(name);
    expect(allOf(run, 'gcp:servicenetworking/connection:Connection')).toEqual([]);
  });

  test('has classes and network before any team’s objects, and keeps them until the last volume is gone', () => {
    const earlier = before(run, the(run, 'kubernetes:core/v1:Namespace', 'Namespace:vision'));
    const needed = [
      ...allOf(run, CLASS),
      the(run, 'gcp:compute/network:Network'),
      the(run, 'gcp:container/cluster:Cluster'),
    ];
    expect(needed.filter(({ urn }) => !earlier.has(urn))).toEqual([]);
  });
});

describe('caches of public registries', () => {
  test('are remote repositories under the cluster’s name', async () => {
    const run = await stackOf(onGcp(), { layer: 'infrastructure' });
    const caches = allOf(run, 'gcp:artifactregistry/repository:Repository').map(({ inputs }) => inputs);
    expect(caches.map(({ repositoryId }) => repositoryId)).toEqual(
      ['docker', 'ecr', 'github', 'k8s', 'nvidia', 'quay'].map((short) => `atlas-prod-${short}`),
    );
    for (const cache of caches)
      expect(cache).toMatchObject({ format: 'DOCKER', mode: 'REMOTE_REPOSITORY', location: 'europe-west4' });
    expect(caches[0]?.['remoteRepositoryConfig']).toMatchObject({
      dockerRepository: { publicRepository: 'DOCKER_HUB' },
    });
    expect(caches[3]?.['remoteRepositoryConfig']).toMatchObject({
      commonRepository: { uri: 'https://registry.k8s.io' },
    });
  });
});
