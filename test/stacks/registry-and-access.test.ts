import { describe, expect, test } from 'vitest';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import type { Deletion } from '../../stacks/deletion.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { guardedResources } from '../../stacks/guarded-resources.ts';
import { ACCESS } from '../constructs/access/access-sample.ts';
import { onAzure } from './azure/azure-sample.ts';
import { onBaremetal } from './baremetal/baremetal-sample.ts';
import { onDigitalOcean } from './digitalocean/digitalocean-sample.ts';
import { allOf, before, stackOf, the } from './recorded-stack.ts';
import type { Registered } from './recording.ts';
import { factsOf } from './target-sample.ts';

const HOSTS = { external: 'registry.example.org', internal: 'registry.lab.internal' };
const open = (input: PlatformInput): PlatformInput => ({
  ...input,
  access: ACCESS,
  registry: { hosts: HOSTS, tracking: false },
});

const AZURE = open(onAzure());
const DIGITALOCEAN = open(onDigitalOcean());
const BAREMETAL = open(onBaremetal({}, { loadBalancers: '10.40.200.0/24' }));

const runs = new Map<string, Promise<Registered[]>>();

/** What a platform registers; the same run for the same question. */
function run(input: PlatformInput, deletion: Deletion = 'protected'): Promise<Registered[]> {
  const key = `${input.target.kind} ${deletion}`;
  const found = runs.get(key) ?? stackOf(input, { deletion });
  runs.set(key, found);
  return found;
}

function secret(registered: readonly Registered[], name: string): Registered {
  return the(registered, 'kubernetes:core/v1:Secret', `Secret:harbor/${name}`);
}

/** Whether the one is deleted before the other. */
function goesBefore(registered: readonly Registered[], first: Registered, then: Registered): boolean {
  return before(registered, first).has(then.urn) && !before(registered, then).has(first.urn);
}

const registryOf = (registered: readonly Registered[]) =>
  the(registered, 'kubernetes:apps/v1:Deployment', 'Deployment:harbor/harbor');

/** Names of the registry's and the way in's own resources that a destroy refuses. */
function kept(registered: readonly Registered[]): string[] {
  const own = registered.filter(({ name }) => /-storage-registry$|-identity-(access|registry)/.test(name));
  return own.filter(({ protect }) => protect).map(({ name, type }) => `${type}::${name}`);
}

/** Names of the same that the guard looks after. */
function guarded(input: PlatformInput): string[] {
  const { spec } = parsePlatform(input);
  return guardedResources(spec, targetFacts(spec), 'all')
    .map(({ name, type }) => `${type}::${name}`)
    .filter((each) => /-storage-registry$|-identity-(access|registry)/.test(each));
}

/** Whatever lies in inputs outside of a secret. */
function plainTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => (key === 'secret' ? [] : plainTexts(each)));
}

describe.each([
  ['Azure', AZURE],
  ['DigitalOcean', DIGITALOCEAN],
  ['machines of one’s own', BAREMETAL],
] as const)('the registry and the way in on %s', (_, input) => {
  test('keep no secret in plain text: in no input of anything', async () => {
    for (const { inputs, name } of await run(input))
      expect(plainTexts(inputs).join('\n'), name).not.toMatch(/plain-|^made-up$/m);
  });

  test('are protected where they are guarded, and nowhere else', async () => {
    expect(kept(await run(input)).sort()).toEqual(guarded(input).sort());
    expect(kept(await run(input, 'ephemeral'))).toEqual([]);
  });

  test('have the registry’s keys made before it and deleted after it', async () => {
    const registered = await run(input);
    const keys = secret(registered, 'harbor-storage');
    expect(goesBefore(registered, registryOf(registered), keys)).toBe(true);
    expect(Object.keys(keys.inputs).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'stringData']);
  });
});

describe('on Azure', () => {
  test('the registry has a storage account of its own, where the data of the platform is', async () => {
    const { registryStore } = factsOf(AZURE);
    if (registryStore?.kind !== 'azure') throw new Error('Azure has an account');
    const registered = await run(AZURE);
    const account = the(registered, 'azure-native:storage:StorageAccount', 'atlas-prod-storage-registry');
    expect(account.inputs).toEqual({
      accountName: registryStore.account,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      allowSharedKeyAccess: true,
      enableHttpsTrafficOnly: true,
      kind: 'StorageV2',
      location: 'westeurope',
      minimumTlsVersion: 'TLS1_2',
      resourceGroupName: 'atlas-prod-data',
      sku: { name: 'Standard_ZRS' },
      tags: { 'plinth-environment': 'prod', 'plinth-platform': 'atlas' },
    });
    const container = the(registered, 'azure-native:storage:BlobContainer', 'atlas-prod-storage-registry');
    expect(container.inputs).toEqual({
      accountName: registryStore.account,
      containerName: registryStore.container,
      publicAccess: 'None',
      resourceGroupName: 'atlas-prod-data',
    });
    for (const each of [account, container])
      expect(each).toMatchObject({ protect: true, retainOnDelete: true, deletedWith: '' });
    const keys = secret(registered, 'harbor-storage');
    expect(keys.inputs['stringData']).toEqual({ secret: { AZURE_STORAGE_ACCESS_KEY: 'plain-account-key' } });
    for (const each of [account, container]) expect(goesBefore(registered, keys, each)).toBe(true);
  });

  test('certificates and secrets have an identity each, for one service account', async () => {
    const registered = await run(AZURE);
    for (const [role, namespace] of [
      ['certificates', 'cert-manager'],
      ['secrets', 'external-secrets'],
    ] as const) {
      const name = `atlas-prod-identity-access-${role}`;
      const identity = the(registered, 'azure-native:managedidentity:UserAssignedIdentity', name);
      expect(identity.inputs).toMatchObject({ resourceGroupName: 'atlas-prod', resourceName: `atlas-prod-${role}` });
      const federated = the(registered, 'azure-native:managedidentity:FederatedIdentityCredential', name);
      expect(federated.inputs).toEqual({
        audiences: ['api://AzureADTokenExchange'],
        federatedIdentityCredentialResourceName: role,
        issuer: 'https://issuer.example.org',
        resourceGroupName: 'atlas-prod',
        resourceName: `atlas-prod-${role}`,
        subject: `system:serviceaccount:${namespace}:${namespace}`,
      });
      const account = the(registered, 'kubernetes:core/v1:ServiceAccount', `ServiceAccount:${namespace}/${namespace}`);
      expect(account.inputs['metadata']).toMatchObject({
        annotations: { 'azure.workload.identity/client-id': expect.any(String) },
      });
      const program = the(registered, 'kubernetes:apps/v1:Deployment', `Deployment:${namespace}/${namespace}`);
      for (const [first, then] of [
        [program, account],
        [account, federated],
        [federated, identity],
      ] as const)
        expect(goesBefore(registered, first, then), `${first.name} before ${then.name}`).toBe(true);
    }
  });

  test('the vault is read by the one identity of secrets, and cannot be emptied in haste', async () => {
    const registered = await run(AZURE);
    const vault = the(registered, 'azure-native:keyvault:Vault', 'atlas-prod-identity-access-vault');
    expect(vault).toMatchObject({ protect: true, retainOnDelete: true });
    expect(vault.inputs['properties']).toMatchObject({
      enablePurgeProtection: true,
      enableRbacAuthorization: true,
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
    });
    const readers = allOf(registered, 'azure-native:authorization:RoleAssignment').filter(
      ({ inputs }) => inputs['scope'] === 'atlas-prod-identity-access-vault-id',
    );
    expect(readers.map(({ name }) => name)).toEqual(['atlas-prod-identity-access-secrets']);
    // “Key Vault Secrets User”: reads, and nothing else.
    expect(readers[0]?.inputs['roleDefinitionId']).toMatch(/4633458b-17de-408a-b874-0445c86b69e6$/);
  });
});

describe('on DigitalOcean', () => {
  test('the registry has a bucket, and keys that reach it and no other', async () => {
    const { registryStore } = factsOf(DIGITALOCEAN);
    if (registryStore?.kind !== 's3') throw new Error('DigitalOcean has a bucket');
    const registered = await run(DIGITALOCEAN);
    const bucket = the(registered, 'digitalocean:index/spacesBucket:SpacesBucket', 'atlas-prod-storage-registry');
    expect(bucket.inputs).toEqual({
      acl: 'private',
      forceDestroy: false,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadDays: 7,
          enabled: true,
          id: 'tidy',
          noncurrentVersionExpiration: { days: 30 },
        },
      ],
      name: registryStore.bucket,
      region: registryStore.region,
      versioning: { enabled: true },
    });
    expect(bucket.protect).toBe(true);
    const key = the(registered, 'digitalocean:index/spacesKey:SpacesKey', 'atlas-prod-identity-registry');
    expect(key.inputs).toEqual({
      name: 'atlas-prod-registry',
      grants: [{ bucket: registryStore.bucket, permission: 'readwrite' }],
    });
    const keys = secret(registered, 'harbor-storage');
    expect(keys.inputs['stringData']).toEqual({
      secret: {
        REGISTRY_STORAGE_S3_ACCESSKEY: 'plain-access-key',
        REGISTRY_STORAGE_S3_SECRETKEY: 'plain-secret-key',
      },
    });
    expect(goesBefore(registered, keys, key)).toBe(true);
    expect(goesBefore(registered, key, bucket)).toBe(true);
  });

  test('an environment that may go takes the bucket along with what is in it', async () => {
    const bucket = the(
      await run(DIGITALOCEAN, 'ephemeral'),
      'digitalocean:index/spacesBucket:SpacesBucket',
      'atlas-prod-storage-registry',
    );
    expect(bucket).toMatchObject({ protect: false, inputs: { forceDestroy: true } });
  });
});

describe('on machines of one’s own', () => {
  test('the registry has a bucket of Ceph and a user that reaches no other, with keys that the stack makes', async () => {
    const { registryStore } = factsOf(BAREMETAL);
    if (registryStore?.kind !== 's3') throw new Error('Ceph has a bucket');
    const registered = await run(BAREMETAL);
    const claim = the(
      registered,
      'kubernetes:objectbucket.io/v1alpha1:ObjectBucketClaim',
      'ObjectBucketClaim:rook-ceph/atlas-prod-plinth-registry',
    );
    expect(claim.inputs['spec']).toMatchObject({ bucketName: registryStore.bucket });
    // Objects of the cluster are not protected by name: the bucket stays when its claim leaves the stack.
    expect(claim).toMatchObject({ protect: false, retainOnDelete: true });
    const user = the(
      registered,
      'kubernetes:ceph.rook.io/v1:CephObjectStoreUser',
      'CephObjectStoreUser:rook-ceph/plinth-registry',
    );
    expect(user.inputs['spec']).toEqual({
      displayName: 'plinth-registry',
      quotas: { maxBuckets: 1 },
      store: 'objects',
    });
    expect(goesBefore(registered, claim, user)).toBe(true);
    const [access, key] = ['access', 'secret'].map((each) =>
      the(registered, 'random:index/randomPassword:RandomPassword', `atlas-prod-identity-plinth-registry-${each}`),
    );
    expect([access?.inputs, key?.inputs]).toEqual([
      { length: 20, special: false },
      { length: 40, special: false },
    ]);
    const keys = secret(registered, 'harbor-storage');
    expect(keys.inputs['stringData']).toEqual({
      secret: { REGISTRY_STORAGE_S3_ACCESSKEY: 'made-up', REGISTRY_STORAGE_S3_SECRETKEY: 'made-up' },
    });
  });

  test('the bucket of an environment that may go is not kept', async () => {
    const claim = the(
      await run(BAREMETAL, 'ephemeral'),
      'kubernetes:objectbucket.io/v1alpha1:ObjectBucketClaim',
      'ObjectBucketClaim:rook-ceph/atlas-prod-plinth-registry',
    );
    expect(claim.retainOnDelete).toBe(false);
  });
});

describe.each([
  ['DigitalOcean', DIGITALOCEAN],
  ['machines of one’s own', BAREMETAL],
] as const)('on %s, which gives pods no identity', (_, input) => {
  test('the way in has none, and the registry’s passwords are made by the stack', async () => {
    const registered = await run(input);
    expect(registered.filter(({ name }) => name.includes('identity-access'))).toEqual([]);
    const made = allOf(registered, 'random:index/randomPassword:RandomPassword').filter(({ name }) =>
      name.startsWith('atlas-prod-secrets-harbor'),
    );
    expect(made).toHaveLength(7);
    for (const each of made) expect(each.inputs).toEqual({ length: 32, special: false });
    const keys = secret(registered, 'harbor-keys');
    const { stringData } = keys.inputs as { stringData: { secret: Record<string, string> } };
    expect(Object.keys(stringData.secret).sort()).toEqual([
      'CSRF_KEY',
      'JOBSERVICE_SECRET',
      'REGISTRY_HTPASSWD',
      'REGISTRY_HTTP_SECRET',
      'REGISTRY_PASSWD',
      'secret',
      'secretKey',
    ]);
    for (const each of made.filter(({ name }) => name.includes('harbor-keys')))
      expect(goesBefore(registered, keys, each)).toBe(true);
  });
});
