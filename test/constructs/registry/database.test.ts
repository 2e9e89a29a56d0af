import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { Database, type DatabaseProps } from '../../../constructs/registry/index.ts';
import { registryPlatform, WITH_OBJECTS } from '../../registry-sample.ts';
import { objectOf } from '../../sample.ts';

/** The objects of one database, by kind. */
function objects(change: Partial<DatabaseProps> = {}): Record<string, KubernetesObject & { spec: unknown }> {
  const chart = new Chart(new App(), 'test');
  new Database(chart, 'database', { name: 'store', namespace: 'shop', database: 'shop', owner: 'clerk', ...change });
  return Object.fromEntries(
    (chart.toJson() as (KubernetesObject & { spec: unknown })[]).map((each) => [each.kind, each]),
  );
}

test('a database has standbys on other nodes, TLS only, and no account that may do everything', () => {
  expect(objects({ storageClass: 'fast' })['Cluster']?.spec).toEqual({
    instances: 3,
    imageName: 'ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie',
    bootstrap: { initdb: { database: 'shop', owner: 'clerk', dataChecksums: true } },
    storage: { size: '20Gi', storageClass: 'fast' },
    resources: { requests: { cpu: '250m', memory: '1Gi' }, limits: { memory: '1Gi' } },
    postgresql: {
      pg_hba: ['hostnossl all all all reject'],
      parameters: { ssl_min_protocol_version: 'TLSv1.3', shared_buffers: '256MB' },
      synchronous: { method: 'any', number: 1, dataDurability: 'preferred' },
    },
    affinity: { enablePodAntiAffinity: true, topologyKey: 'kubernetes.io/hostname', podAntiAffinityType: 'preferred' },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { 'cnpg.io/cluster': 'store' } },
      },
    ],
    enablePDB: true,
    enableSuperuserAccess: false,
  });
});

test('one instance alone can be moved: nothing holds its node up', () => {
  const { spec } = objects({ instances: 1 })['Cluster'] as { spec: Record<string, unknown> };
  expect(spec).toMatchObject({ instances: 1, enablePDB: false });
  expect(JSON.stringify(spec)).not.toContain('synchronous');
});

test('its clients reach it by their label, the operator by its namespace, and nobody else', () => {
  expect(objects()['NetworkPolicy']?.spec).toEqual({
    podSelector: { matchLabels: { 'cnpg.io/cluster': 'store' } },
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [{ podSelector: { matchLabels: { 'plinth.dev/database-client': 'store' } } }],
        ports: [{ protocol: 'TCP', port: 5432 }],
      },
      {
        from: [
          { podSelector: { matchLabels: { 'cnpg.io/cluster': 'store' } } },
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'cnpg-system' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' } },
          },
        ],
        ports: [
          { protocol: 'TCP', port: 5432 },
          { protocol: 'TCP', port: 8000 },
        ],
      },
    ],
  });
});

test('says what its clients need', () => {
  const chart = new Chart(new App(), 'test');
  const props = { name: 'store', namespace: 'shop', database: 'shop', owner: 'clerk' };
  expect(new Database(chart, 'database', props)).toMatchObject({
    host: 'store-rw.shop.svc',
    port: 5432,
    secret: 'store-app',
    authority: 'store-ca',
    clientLabels: { 'plinth.dev/database-client': 'store' },
  });
});

test('is backed up each night where it is said where to, and kept for thirty days', () => {
  expect(objects()['ScheduledBackup']).toBeUndefined();
  const made = objects({
    backup: { destination: 's3://bucket/store', as: { kind: 'keys', secret: 'keys', id: 'ID', key: 'KEY' } },
  });
  expect(made['ScheduledBackup']?.spec).toEqual({
    schedule: '0 30 2 * * *',
    cluster: { name: 'store' },
    backupOwnerReference: 'self',
    immediate: true,
  });
  expect(made['Cluster']?.spec).toMatchObject({
    backup: {
      retentionPolicy: '30d',
      barmanObjectStore: {
        destinationPath: 's3://bucket/store',
        s3Credentials: { accessKeyId: { name: 'keys', key: 'ID' }, secretAccessKey: { name: 'keys', key: 'KEY' } },
      },
    },
  });
});

test('the database of experiments is backed up into the team’s bucket: with its keys, or as the team', () => {
  const backup = (input: Parameters<typeof objectOf>[0]) =>
    (objectOf(input, 'Cluster', 'mlflow-database', 'vision-tracking') as { spec?: { backup?: unknown } }).spec?.backup;
  expect(backup(registryPlatform())).toBeUndefined();
  expect(backup(registryPlatform({ target: WITH_OBJECTS }))).toMatchObject({
    barmanObjectStore: {
      endpointURL: 'https://s3.lab.example.org',
      s3Credentials: { accessKeyId: { name: 'object-store', key: 'AWS_ACCESS_KEY_ID' } },
    },
  });
  const pools = [{ name: 'train-h100', instance: 'p5.48xlarge', nodes: { max: 2 } }];
  const aws = { kind: 'aws', account: '111122223333', region: 'eu-west-1' } as const;
  expect(backup(registryPlatform({ target: aws, pools }))).toMatchObject({
    barmanObjectStore: { s3Credentials: { inheritFromIAMRole: true } },
  });
  const azure = {
    kind: 'azure',
    subscription: '00000000-0000-4000-8000-000000000001',
    region: 'westeurope',
  } as const;
  const h100 = [{ name: 'train-h100', instance: 'Standard_ND96isr_H100_v5', nodes: { max: 2 } }];
  expect(backup(registryPlatform({ target: azure, pools: h100 }))).toBeUndefined();
});
