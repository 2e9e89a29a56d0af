import { beforeAll, describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { factsOf } from '../target-sample.ts';
import { onAzure } from './azure-sample.ts';

const ACCOUNT = 'azure-native:storage:StorageAccount';
const CONTAINER = 'azure-native:storage:BlobContainer';
const RIGHT = 'azure-native:authorization:RoleAssignment';
const BUCKET = factsOf(onAzure()).teams[0]?.bucket;

describe('storage on Azure', () => {
  let run: readonly Registered[] = [];
  let ephemeral: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(onAzure());
    ephemeral = await stackOf(onAzure(), { deletion: 'ephemeral' });
  });

  test('is one account for the platform, which no key opens and nobody sees from outside', () => {
    expect(the(run, ACCOUNT, 'atlas-prod-storage-containers')).toMatchObject({
      inputs: {
        accountName: BUCKET?.account,
        resourceGroupName: 'atlas-prod-data',
        kind: 'StorageV2',
        sku: { name: 'Standard_ZRS' },
        isHnsEnabled: true,
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        defaultToOAuthAuthentication: true,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_2',
      },
      protect: true,
      retainOnDelete: true,
    });
  });

  test('gives each team the container that the facts name, and neither empties nor deletes it', () => {
    expect(the(run, CONTAINER)).toMatchObject({
      inputs: { containerName: BUCKET?.name, accountName: BUCKET?.account, publicAccess: 'None' },
      protect: true,
      retainOnDelete: true,
    });
    expect(the(ephemeral, CONTAINER)).toMatchObject({ protect: false, retainOnDelete: false });
  });

  test('brings back what was deleted, also after the stack is gone', () => {
    expect(the(run, 'azure-native:storage:BlobServiceProperties')).toMatchObject({
      inputs: {
        blobServicesName: 'default',
        deleteRetentionPolicy: { enabled: true, days: 30 },
        containerDeleteRetentionPolicy: { enabled: true, days: 30 },
      },
      retainOnDelete: true,
      deletedWith: the(run, ACCOUNT, 'atlas-prod-storage-containers').urn,
    });
  });

  test('shares files with the machines’ subnet only, by the control plane’s hand', () => {
    const shared = the(run, ACCOUNT, 'atlas-prod-storage-shared');
    expect(shared).toMatchObject({
      inputs: {
        kind: 'FileStorage',
        sku: { name: 'Premium_ZRS' },
        allowSharedKeyAccess: false,
        networkRuleSet: {
          bypass: 'None',
          defaultAction: 'Deny',
          virtualNetworkRules: [{ virtualNetworkResourceId: 'atlas-prod-network-nodes-id', action: 'Allow' }],
        },
      },
      protect: true,
      retainOnDelete: true,
    });
    expect(shared.inputs['accountName']).toMatch(/^atlasprod[0-9a-f]{8}$/);
    expect(shared.inputs['accountName']).not.toBe(BUCKET?.account);
    expect(the(run, RIGHT, 'atlas-prod-storage-shared-shares').inputs).toMatchObject({
      scope: 'atlas-prod-storage-shared-id',
      principalId: 'atlas-prod-cluster-identity-control-principal',
    });
  });

  test('keeps names within what Azure takes, also the longest', () => {
    const long = { ...onAzure(), metadata: { name: 'n'.repeat(24), environment: 'e'.repeat(12) } };
    return stackOf(long, { layer: 'infrastructure' }).then((other) => {
      const names = allOf(other, ACCOUNT).map(({ inputs }) => inputs['accountName']);
      for (const name of names) expect(name).toMatch(/^[a-z0-9]{3,24}$/);
      expect(new Set(names).size).toBe(2);
    });
  });

  test('brings the storage classes that the facts name', () => {
    const classOf = (name: string) =>
      the(run, 'kubernetes:storage.k8s.io/v1:StorageClass', `StorageClass:${name}`).inputs;
    expect(classOf('plinth-block')).toMatchObject({
      provisioner: 'disk.csi.azure.com',
      parameters: { skuName: 'Premium_LRS' },
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    expect(classOf('plinth-shared')).toMatchObject({
      provisioner: 'file.csi.azure.com',
      parameters: {
        protocol: 'nfs',
        resourceGroup: 'atlas-prod-data',
        storageAccount: the(run, ACCOUNT, 'atlas-prod-storage-shared').inputs['accountName'],
      },
    });
  });

  test('is there before any team’s objects, and the rights to it until the last volume is gone', () => {
    const earlier = before(run, the(run, 'kubernetes:core/v1:ConfigMap', 'ConfigMap:vision/object-store'));
    for (const type of [ACCOUNT, CONTAINER, RIGHT, 'kubernetes:storage.k8s.io/v1:StorageClass'])
      for (const { urn } of allOf(run, type)) expect(earlier.has(urn)).toBe(true);
  });
});

describe('the registry on Azure', () => {
  test('caches what needs no account, for machines that may only pull, and is kept', async () => {
    const run = await stackOf(onAzure(), { layer: 'infrastructure' });
    expect(the(run, 'azure-native:containerregistry:Registry')).toMatchObject({
      inputs: { adminUserEnabled: false, anonymousPullEnabled: false, resourceGroupName: 'atlas-prod-data' },
      protect: true,
      retainOnDelete: true,
    });
    const rules = allOf(run, 'azure-native:containerregistry:CacheRule').map(({ inputs }) => inputs);
    expect(rules.map((rule) => [rule['sourceRepository'], rule['targetRepository']])).toEqual([
      ['public.ecr.aws/*', 'ecr/*'],
      ['ghcr.io/*', 'github/*'],
      ['registry.k8s.io/*', 'k8s/*'],
      ['quay.io/*', 'quay/*'],
    ]);
    for (const rule of rules) expect((rule['cacheRuleName'] as string).length).toBeGreaterThanOrEqual(5);
    expect(the(run, RIGHT, 'atlas-prod-registry-pull').inputs).toMatchObject({
      scope: 'atlas-prod-registry-id',
      principalId: 'atlas-prod-cluster-identity-kubelet-principal',
    });
  });
});
