import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../../spec/platform.ts';
import { POLICY_RULES, type PolicyArgs, plinthPolicies } from '../../../stacks/policy/index.ts';
import { onBaremetal } from '../baremetal/baremetal-sample.ts';
import { onGcp } from '../gcp/gcp-sample.ts';
import { stackOf } from '../recorded-stack.ts';
import { type PoolInput, platformOn, TARGETS } from '../target-sample.ts';

/** Violations of a resource, as `rule: message`. */
function violations(args: PolicyArgs): string[] {
  const said: string[] = [];
  for (const { name, validateResource } of plinthPolicies())
    validateResource(args, (message) => said.push(`${name}: ${message}`));
  return said;
}

/** Rules that a resource breaks. */
function broken(type: string, props: Readonly<Record<string, unknown>>, protect = true): string[] {
  return violations({ type, name: 'it', props, opts: { protect } }).map((each) => each.split(':')[0] ?? '');
}

function onCloud(kind: 'aws' | 'azure' | 'digitalocean', pool: PoolInput): PlatformInput {
  return { ...platformOn(TARGETS[kind], pool), delivery: { kind: 'pulumi' } };
}

const nodes = { min: 2, max: 4 };

describe('Plinth’s own stacks keep the rules', () => {
  test.each<readonly [string, PlatformInput, readonly string[]]>([
    [
      'AWS',
      onCloud('aws', { name: 'train', instance: 'p5.48xlarge', nodes, zones: ['eu-west-1a'] }),
      ['endpoints-not-public'],
    ],
    ['Google Cloud', onGcp({ name: 'train' }), []],
    [
      'Azure',
      onCloud('azure', { name: 'train', instance: 'Standard_ND96isr_H100_v5', nodes }),
      ['endpoints-not-public'],
    ],
    [
      'DigitalOcean',
      onCloud('digitalocean', { name: 'train', instance: 'gpu-h100x8-640gb', nodes }),
      ['endpoints-not-public'],
    ],
    ['bare metal', onBaremetal(), []],
  ])('on %s; only advice is left', async (_, input, advice) => {
    const found = (await stackOf(input)).flatMap(({ inputs, name, protect, type }) =>
      violations({ type, name, props: inputs, opts: { protect } }).map((each) => `${name}: ${each}`),
    );
    const rules = found.map((each) => each.split(': ')[1]);
    expect([found, [...new Set(rules)]]).toEqual([expect.anything(), advice]);
  });

  test('and break them when they are ephemeral', async () => {
    const input = onCloud('aws', { name: 'train', instance: 'p5.48xlarge', nodes, zones: ['eu-west-1a'] });
    const registered = await stackOf(input, { deletion: 'ephemeral' });
    const rules = registered.flatMap(({ inputs, protect, type }) => broken(type, inputs, protect));
    expect(new Set(rules)).toEqual(new Set(['accelerator-pools-kept', 'data-kept', 'endpoints-not-public']));
  });
});

describe('a rule', () => {
  test('wants pools of accelerators protected, and no others', () => {
    const gke = 'gcp:container/nodePool:NodePool';
    expect(broken(gke, { nodeConfig: { machineType: 'a3-megagpu-8g' } }, false)).toEqual(['accelerator-pools-kept']);
    expect(broken(gke, { nodeConfig: { machineType: 'n2-standard-4', guestAccelerators: [{}] } }, false)).toHaveLength(
      1,
    );
    expect(broken(gke, { nodeConfig: { machineType: 'n2-standard-4' } }, false)).toEqual([]);
    expect(broken(gke, { nodeConfig: { machineType: 'a3-megagpu-8g' } }, true)).toEqual([]);
    expect(
      broken('azure-native:containerservice:AgentPool', { vmSize: 'Standard_ND96isr_H100_v5' }, false),
    ).toHaveLength(1);
    expect(broken('aws:eks/nodeGroup:NodeGroup', { amiType: 'AL2023_x86_64_NEURON' }, false)).toHaveLength(1);
    expect(broken('aws:eks/nodeGroup:NodeGroup', { amiType: 'AL2023_x86_64_STANDARD' }, false)).toEqual([]);
  });

  test('wants pools that Karpenter fills protected', () => {
    const pool = (instance: string) => {
      const requirements = [{ key: 'node.kubernetes.io/instance-type', operator: 'In', values: [instance] }];
      return broken('kubernetes:karpenter.sh/v1:NodePool', { spec: { template: { spec: { requirements } } } }, false);
    };
    expect(pool('p5.48xlarge')).toEqual(['accelerator-pools-kept']);
    expect(pool('m7i.4xlarge')).toEqual([]);
  });

  test('wants data protected, not emptied, and not gone without a last snapshot', () => {
    expect(broken('gcp:sql/databaseInstance:DatabaseInstance', {}, false)).toEqual(['data-kept']);
    expect(broken('digitalocean:index/spacesBucket:SpacesBucket', { forceDestroy: true })).toEqual(['data-kept']);
    expect(broken('aws:rds/instance:Instance', { skipFinalSnapshot: true, storageEncrypted: true })).toEqual([
      'data-kept',
    ]);
    expect(broken('aws:rds/instance:Instance', { storageEncrypted: true })).toEqual([]);
  });

  test('wants no bucket open to everybody', () => {
    expect(broken('aws:s3/bucket:Bucket', { acl: 'public-read' })).toEqual(['buckets-not-public']);
    expect(broken('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', { blockPublicAcls: true })).toHaveLength(3);
    expect(broken('gcp:storage/bucket:Bucket', {})).toEqual(['buckets-not-public']);
    expect(broken('gcp:storage/bucketIAMMember:BucketIAMMember', { member: 'allUsers' })).toHaveLength(1);
    expect(broken('gcp:storage/bucketIAMMember:BucketIAMMember', { member: 'group:ml@example.org' })).toEqual([]);
    expect(broken('azure-native:storage:StorageAccount', {})).toEqual(['buckets-not-public']);
  });

  test('advises against doors to the internet', () => {
    const eks = (vpcConfig: object) =>
      broken('aws:eks/cluster:Cluster', { vpcConfig, encryptionConfig: { resources: ['secrets'] } });
    expect(eks({ endpointPublicAccess: true })).toEqual(['endpoints-not-public']);
    expect(eks({ endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] })).toEqual(['endpoints-not-public']);
    expect(eks({ endpointPublicAccess: true, publicAccessCidrs: ['198.51.100.0/24'] })).toEqual([]);
    expect(eks({ endpointPublicAccess: false })).toEqual([]);
    const level = POLICY_RULES.find(({ name }) => name === 'endpoints-not-public')?.enforcement;
    expect(level).toBe('advisory');
  });

  test('wants nothing bought', () => {
    expect(broken('aws:ec2/capacityBlockReservation:CapacityBlockReservation', {})).toEqual(['commitments-not-bought']);
    expect(broken('gcp:compute/regionCommitment:RegionCommitment', {})).toEqual(['commitments-not-bought']);
    expect(broken('azure-native:compute:CapacityReservationGroup', {})).toEqual([]);
  });

  test('wants disks, databases and the secrets of clusters encrypted', () => {
    expect(broken('aws:efs/fileSystem:FileSystem', {})).toEqual(['encryption-on']);
    expect(broken('aws:efs/fileSystem:FileSystem', { encrypted: true })).toEqual([]);
    const disks = (encrypted?: string) =>
      broken('aws:ec2/launchTemplate:LaunchTemplate', { blockDeviceMappings: [{ ebs: { encrypted } }] });
    expect([disks(), disks('true')]).toEqual([['encryption-on'], []]);
    expect(broken('gcp:container/cluster:Cluster', { masterAuthorizedNetworksConfig: {} })).toEqual(['encryption-on']);
    const volumes = (parameters: object) =>
      broken('kubernetes:storage.k8s.io/v1:StorageClass', { provisioner: 'ebs.csi.aws.com', parameters });
    expect([volumes({}), volumes({ encrypted: 'true' })]).toEqual([['encryption-on'], []]);
  });
});

describe('a pack of a team’s own', () => {
  test('leaves alone what its configuration allows by name', () => {
    const bucket = (allow: string[]): PolicyArgs => ({
      type: 'aws:s3/bucket:Bucket',
      name: 'scratch',
      props: {},
      opts: {},
      getConfig: () => ({ allow }),
    });
    expect(violations(bucket([]))).toHaveLength(1);
    expect(violations(bucket(['scratch']))).toEqual([]);
  });

  test('gets names that Pulumi takes, each once', () => {
    const names = plinthPolicies().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z-]{0,99}$/);
  });

  test('requires the rules, as Pulumi’s runner does', () => {
    const code = "process.stdout.write(String(require('./stacks/policy/index.ts').plinthPolicies().length))";
    const { stderr, stdout } = spawnSync(process.execPath, ['--no-warnings', '-e', code], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual([String(POLICY_RULES.length), '']);
  });
});
