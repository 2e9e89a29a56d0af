import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { onDigitalOcean } from './digitalocean-sample.ts';

const BUCKET = 'digitalocean:index/spacesBucket:SpacesBucket';
const KEY = 'digitalocean:index/spacesKey:SpacesKey';
const SECRET = 'kubernetes:core/v1:Secret';
const NAME = /^atlas-prod-vision-[0-9a-f]{8}$/;

/** A team that also works in a namespace for RDMA jobs. */
function withFabric() {
  const input = onDigitalOcean();
  return { ...input, teams: input.teams.map((team) => ({ ...team, fabric: 'allowed' as const })) };
}

describe('what teams keep on DigitalOcean', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(withFabric());
  });

  test('lies in a bucket of the facts’ name: private, versioned, tidied, protected', () => {
    expect(the(run, BUCKET, 'atlas-prod-storage-bucket-vision')).toMatchObject({
      inputs: {
        name: expect.stringMatching(NAME),
        region: 'ams3',
        acl: 'private',
        forceDestroy: false,
        versioning: { enabled: true },
        lifecycleRules: [
          {
            id: 'tidy',
            enabled: true,
            abortIncompleteMultipartUploadDays: 7,
            noncurrentVersionExpiration: { days: 30 },
          },
        ],
      },
      protect: true,
      retainOnDelete: true,
    });
  });

  test('goes with an ephemeral environment, full or not', async () => {
    const ephemeral = await stackOf(withFabric(), { deletion: 'ephemeral' });
    expect(the(ephemeral, BUCKET)).toMatchObject({
      inputs: { forceDestroy: true },
      protect: false,
      retainOnDelete: false,
    });
  });

  test('is reached by a key of the team’s own, which reaches nothing else', () => {
    const key = the(run, KEY, 'atlas-prod-identity-team-vision');
    expect(key.inputs).toEqual({
      name: 'atlas-prod-vision',
      grants: [{ bucket: expect.stringMatching(NAME), permission: 'readwrite' }],
    });
    expect(before(run, key)).toContain(the(run, BUCKET).urn);
    expect(allOf(run, KEY)).toHaveLength(1);
  });

  test('has its key in a Secret of each of the team’s namespaces, hidden', () => {
    for (const namespace of ['vision', 'vision-fabric']) {
      const { inputs } = the(run, SECRET, `Secret:${namespace}/object-store`);
      expect(inputs['stringData']).toEqual({
        secret: { AWS_ACCESS_KEY_ID: 'plain-access-key', AWS_SECRET_ACCESS_KEY: 'plain-secret-key' },
      });
    }
  });

  test('or on disks by the storage class of the facts; there is none for volumes of many nodes', () => {
    const classes = allOf(run, 'kubernetes:storage.k8s.io/v1:StorageClass');
    expect(classes.map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({ name: 'plinth-block' }),
        provisioner: 'dobs.csi.digitalocean.com',
        volumeBindingMode: 'WaitForFirstConsumer',
        allowVolumeExpansion: true,
        reclaimPolicy: 'Delete',
      }),
    ]);
  });
});
