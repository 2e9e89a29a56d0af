import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../spec/platform.ts';
import { onAws } from './aws/aws-sample.ts';
import { onGcp } from './gcp/gcp-sample.ts';
import { allOf, stackOf, the } from './recorded-stack.ts';
import type { Registered } from './recording.ts';
import { factsOf } from './target-sample.ts';

const REGISTRY = { hosts: { external: 'registry.example.org', internal: 'registry.lab.internal' }, tracking: false };
const ACCESS: PlatformInput['access'] = {
  domain: 'ml.example.org',
  signIn: { kind: 'oidc', issuer: 'https://idp.example.org/realms/ml' },
};

function secretOf(run: readonly Registered[], name: string): Registered {
  const found = allOf(run, 'kubernetes:core/v1:Secret').find(
    ({ inputs }) => (inputs['metadata'] as { name: string }).name === name,
  );
  if (found === undefined) throw new Error(`no Secret ${name}`);
  return found;
}

describe('the registry’s part of the object store', () => {
  test('on AWS is a bucket, and a user with keys that reach it and nothing else', async () => {
    const input = { ...onAws(), registry: REGISTRY, access: ACCESS };
    const { registryStore } = factsOf(input);
    if (registryStore?.kind !== 's3') throw new Error('AWS has a bucket');
    const run = await stackOf(input);
    expect(the(run, 'aws:s3/bucket:Bucket', 'atlas-prod-storage-registry')).toMatchObject({
      inputs: { bucket: registryStore.bucket, forceDestroy: false },
      protect: true,
    });
    const policy = the(run, 'aws:iam/userPolicy:UserPolicy', 'atlas-prod-storage-registry').inputs['policy'] as string;
    expect(policy).toContain(`arn:aws:s3:::${registryStore.bucket}/*`);
    expect(policy).not.toContain('"*"');
    const { stringData } = secretOf(run, 'harbor-storage').inputs as { stringData: { secret: object } };
    // What AWS makes up, the recording does not know.
    expect(stringData.secret).toHaveProperty('REGISTRY_STORAGE_S3_ACCESSKEY');
  });

  test('on Google Cloud is a bucket that the registry’s pods are granted, without a key', async () => {
    const run = await stackOf({ ...onGcp(), registry: REGISTRY, access: ACCESS });
    const members = allOf(run, 'gcp:storage/bucketIAMMember:BucketIAMMember').filter(({ name }) =>
      name.includes('registry'),
    );
    expect(members.map(({ inputs }) => inputs['role'])).toEqual([
      'roles/storage.objectUser',
      'roles/storage.bucketViewer',
    ]);
    for (const { inputs } of members) expect(inputs['member']).toContain('/subject/ns/harbor/sa/harbor-registry');
  });

  test('is nothing where there is no registry', () => {
    expect(factsOf(onAws()).registryStore).toBeUndefined();
    expect(factsOf(onAws()).external.map(({ name }) => name)).not.toContain('harbor-storage');
  });

  test('has a name that no team can have', () => {
    const { registryStore, teams } = factsOf({ ...onAws(), registry: REGISTRY, access: ACCESS });
    expect(registryStore).toMatchObject({ bucket: expect.stringMatching(/^atlas-prod-plinth-registry-[0-9a-f]{8}$/) });
    expect(teams.map(({ bucket }) => bucket?.name)).not.toContain((registryStore as { bucket: string }).bucket);
  });
});
