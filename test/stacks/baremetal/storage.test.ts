import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { MACHINES, onBaremetal } from './baremetal-sample.ts';

const CEPH = 'kubernetes:ceph.rook.io/v1';
const CLASS = 'kubernetes:storage.k8s.io/v1:StorageClass';
const SECRET = 'kubernetes:core/v1:Secret';

const built = (...input: Parameters<typeof onBaremetal>) => stackOf(onBaremetal(...input), { layer: 'infrastructure' });
const specOf = (run: readonly Registered[], kind: string) => the(run, `${CEPH}:${kind}`).inputs['spec'];

describe('storage on machines of one’s own', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await built();
  });

  test('is Ceph on exactly the disks that the spec names', () => {
    expect(specOf(run, 'CephCluster')).toEqual({
      cephVersion: { image: 'quay.io/ceph/ceph:v19.2.3' },
      dataDirHostPath: '/var/lib/rook',
      mon: { count: 3, allowMultiplePerNode: false },
      mgr: { count: 2 },
      placement: { all: { tolerations: [{ operator: 'Exists' }] } },
      storage: {
        useAllNodes: false,
        useAllDevices: false,
        nodes: [1, 2, 3].map((number) => ({ name: `cp-${number}`, devices: [{ name: '/dev/nvme1n1' }] })),
      },
    });
  });

  test('keeps three copies on three machines, or in three sites where there are three', async () => {
    const pool = (failureDomain: string, size: number) => ({ failureDomain, replicated: { size } });
    expect(specOf(run, 'CephBlockPool')).toEqual(pool('host', 3));
    const spread = MACHINES.map((machine, index) => ({ ...machine, site: `site-${index}` }));
    expect(specOf(await built({}, { machines: spread }), 'CephBlockPool')).toEqual(pool('zone', 3));
    const alone = MACHINES.filter(({ name }) => name !== 'cp-2' && name !== 'cp-3');
    const single = await built({}, { machines: alone });
    expect(specOf(single, 'CephBlockPool')).toEqual(pool('host', 1));
    expect(specOf(single, 'CephCluster')).toMatchObject({ mon: { count: 1 }, mgr: { count: 1 } });
  });

  test('stays with all that is in it, unless the environment is ephemeral', async () => {
    const kinds = ['CephCluster', 'CephBlockPool', 'CephFilesystem', 'CephObjectStore'];
    const kept = (of: readonly Registered[]) => kinds.map((kind) => the(of, `${CEPH}:${kind}`).retainOnDelete);
    expect(kept(run)).toEqual([true, true, true, true]);
    const ephemeral = await stackOf(onBaremetal(), { layer: 'infrastructure', deletion: 'ephemeral' });
    expect(kept(ephemeral)).toEqual([false, false, false, false]);
    expect(the(run, CLASS, 'StorageClass:plinth-bucket').inputs['reclaimPolicy']).toBe('Retain');
    expect(the(ephemeral, CLASS, 'StorageClass:plinth-bucket').inputs['reclaimPolicy']).toBe('Delete');
  });

  test('is asked for by the classes of the facts', () => {
    expect(the(run, CLASS, 'StorageClass:plinth-block').inputs).toMatchObject({
      metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'rook-ceph.rbd.csi.ceph.com',
      parameters: {
        clusterID: 'rook-ceph',
        pool: 'plinth-block',
        'csi.storage.k8s.io/provisioner-secret-name': 'rook-csi-rbd-provisioner',
        'csi.storage.k8s.io/node-stage-secret-name': 'rook-csi-rbd-node',
      },
    });
    expect(the(run, CLASS, 'StorageClass:plinth-shared').inputs).toMatchObject({
      provisioner: 'rook-ceph.cephfs.csi.ceph.com',
      parameters: { fsName: 'plinth-shared', pool: 'plinth-shared-data' },
    });
    expect(specOf(run, 'CephFilesystem')).toMatchObject({ dataPools: [{ name: 'data' }] });
  });

  test('has an object store where the facts say that it is', () => {
    const store = the(run, `${CEPH}:CephObjectStore`);
    expect(store.name).toBe('CephObjectStore:rook-ceph/objects');
    expect(store.inputs['spec']).toMatchObject({ gateway: { port: 80, instances: 2 }, preservePoolsOnDelete: true });
  });
});

describe('a team on machines of one’s own', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    const input = onBaremetal();
    const teams = input.teams.map((team) => ({ ...team, fabric: 'allowed' as const }));
    run = await stackOf({ ...input, teams }, { layer: 'infrastructure' });
  });

  test('is a user that owns one bucket of the facts’ name', () => {
    expect(the(run, `${CEPH}:CephObjectStoreUser`).inputs['spec']).toEqual({
      store: 'objects',
      displayName: 'vision',
      quotas: { maxBuckets: 1 },
    });
    const claim = the(run, 'kubernetes:objectbucket.io/v1alpha1:ObjectBucketClaim');
    expect(claim).toMatchObject({ retainOnDelete: true });
    expect(claim.inputs['spec']).toEqual({
      bucketName: 'atlas-prod-vision',
      storageClassName: 'plinth-bucket',
      additionalConfig: { bucketOwner: 'vision' },
    });
  });

  test('may own its bucket, because Rook is told to let claims say so', () => {
    const settings = the(run, 'kubernetes:core/v1:ConfigMap', 'ConfigMap:rook-ceph/rook-ceph-operator-config');
    expect(settings).toMatchObject({
      inputs: { data: { ROOK_OBC_ALLOW_ADDITIONAL_CONFIG_FIELDS: 'maxObjects,maxSize,bucketOwner' } },
      retainOnDelete: true,
    });
  });

  test('has the same keys in its namespaces and at the user, hidden', () => {
    for (const namespace of ['vision', 'vision-fabric'])
      expect(the(run, SECRET, `Secret:${namespace}/object-store`).inputs['stringData']).toEqual({
        secret: { AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up' },
      });
    const user = the(run, SECRET, 'Secret:rook-ceph/rook-ceph-object-user-objects-vision');
    expect(user.inputs).toMatchObject({
      type: 'kubernetes.io/rook',
      metadata: { annotations: { 'rook.io/source-of-truth': 'secret' } },
      stringData: { secret: { AccessKey: 'made-up', SecretKey: 'made-up' } },
    });
    expect(allOf(run, 'random:index/randomPassword:RandomPassword').map(({ inputs }) => inputs['length'])).toEqual([
      20, 40,
    ]);
  });
});
