import { beforeAll, describe, expect, test } from 'vitest';
import { offeredVersion } from '../../../stacks/digitalocean/kubernetes-version.ts';
import { before, stackOf, the } from '../recorded-stack.ts';
import { type Registered, UNKNOWN } from '../recording.ts';
import { type PoolInput, TARGETS } from '../target-sample.ts';
import { onDigitalOcean } from './digitalocean-sample.ts';

const CLUSTER = 'digitalocean:index/kubernetesCluster:KubernetesCluster';

const built = (...input: Parameters<typeof onDigitalOcean>) =>
  stackOf(onDigitalOcean(...input), { layer: 'infrastructure' });
const clusterOf = async (...input: Parameters<typeof onDigitalOcean>) => the(await built(...input), CLUSTER).inputs;

describe('the cluster on DigitalOcean', () => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await built();
  });

  test('stands in a network of its own, with the address plan of the spec', () => {
    expect(the(run, 'digitalocean:index/vpc:Vpc').inputs).toEqual({
      name: 'atlas-prod',
      region: 'ams3',
      ipRange: '10.0.0.0/16',
    });
    expect(the(run, CLUSTER).inputs).toEqual({
      name: 'atlas-prod',
      region: 'ams3',
      version: '1.36.3-do.1',
      vpcUuid: 'atlas-prod-network-id',
      clusterSubnet: '10.128.0.0/12',
      serviceSubnet: '172.20.0.0/16',
      ha: true,
      autoUpgrade: false,
      surgeUpgrade: true,
      registryIntegration: true,
      nvidiaGpuDevicePlugin: { enabled: true },
      nodePool: {
        name: 'plinth-system',
        size: 'g-4vcpu-16gb',
        nodeCount: 3,
        labels: { 'plinth.dev/role': 'system' },
      },
      destroyAllAssociatedResources: false,
    });
  });

  test('answers the networks that the spec names', async () => {
    const apiAccess = { kind: 'public', from: ['203.0.113.0/24'] } as const;
    const input = onDigitalOcean();
    const named = await stackOf(
      { ...input, target: { ...TARGETS.digitalocean, apiAccess } },
      { layer: 'infrastructure' },
    );
    expect(the(named, CLUSTER).inputs['controlPlaneFirewall']).toEqual({
      enabled: true,
      allowedAddresses: ['203.0.113.0/24'],
    });
    expect(the(run, CLUSTER).inputs).not.toHaveProperty('controlPlaneFirewall');
  });

  test('is protected; an ephemeral one goes, and takes along what was left behind', async () => {
    expect(the(run, CLUSTER)).toMatchObject({ protect: true, retainOnDelete: false });
    const ephemeral = await stackOf(onDigitalOcean(), { layer: 'infrastructure', deletion: 'ephemeral' });
    expect(the(ephemeral, CLUSTER)).toMatchObject({ protect: false, inputs: { destroyAllAssociatedResources: true } });
  });

  test('is reached by a command, not by a token that expires', () => {
    const { inputs } = the(run, 'pulumi:providers:kubernetes');
    const kubeconfig = inputs['kubeconfig'] as string;
    const { clusters, users } = JSON.parse(kubeconfig);
    expect(clusters[0].cluster).toEqual({
      server: 'https://cluster.example.org',
      'certificate-authority-data': 'Q0E=',
    });
    expect(users[0].user).toEqual({
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: 'doctl',
        args: [
          'kubernetes',
          'cluster',
          'kubeconfig',
          'exec-credential',
          '--version=v1beta1',
          '--context=default',
          'atlas-prod-cluster-id',
        ],
        interactiveMode: 'Never',
      },
    });
    expect(kubeconfig).not.toContain('plain-');
    expect(inputs['clusterIdentifier']).toBe('do:kubernetes:atlas:ams3:atlas-prod');
  });

  test('knows at its first preview what is chosen, and nothing else', async () => {
    const preview = await stackOf(onDigitalOcean(), { layer: 'infrastructure', preview: true });
    const { inputs } = the(preview, 'pulumi:providers:kubernetes');
    expect(inputs).toMatchObject({ clusterIdentifier: 'do:kubernetes:atlas:ams3:atlas-prod' });
    expect(JSON.stringify(inputs['kubeconfig'])).toContain(UNKNOWN);
  });

  test('may pull from the platform’s registry, which is there before and stays', () => {
    const registry = the(run, 'digitalocean:index/containerRegistries:ContainerRegistries');
    expect(registry.inputs).toEqual({
      name: expect.stringMatching(/^atlas-prod-[0-9a-f]{8}$/),
      subscriptionTierSlug: 'professional',
    });
    expect(registry).toMatchObject({ protect: true, retainOnDelete: true });
    expect(before(run, the(run, CLUSTER))).toContain(registry.urn);
  });

  test('is of the newest patch of the spec’s minor, and of no other minor', () => {
    expect(offeredVersion('1.36', '1.36.3-do.1')).toBe('1.36.3-do.1');
    for (const version of [undefined, '', '1.360.0-do.0'])
      expect(() => offeredVersion('1.36', version)).toThrow('DigitalOcean does not offer Kubernetes 1.36');
  });
});

describe('who hands accelerators out on DigitalOcean', () => {
  const amd: PoolInput = { name: 'amd', instance: 'gpu-mi300x8-1536gb', nodes: { min: 1, max: 1 } };
  const fabric = {
    instance: 'gpu-h200x8-1128gb-fabric-contracted',
    capacity: { kind: 'contracted' },
  } as const;

  test('is DigitalOcean for whole devices of both vendors', async () => {
    expect(await clusterOf({}, {}, amd)).toMatchObject({
      nvidiaGpuDevicePlugin: { enabled: true },
      amdGpuDevicePlugin: { enabled: true },
    });
  });

  test.each([
    ['DRA', { allocator: 'dra' }],
    ['partitions', { sharing: { kind: 'partition', profile: '1g.10gb' } }],
    ['shares', { sharing: { kind: 'timeSlicing', replicas: 4 } }],
  ] as const)('is the platform for NVIDIA’s with %s, and DigitalOcean’s DRA driver stays off', async (_, pool) => {
    const inputs = await clusterOf(pool, {}, amd);
    expect(inputs).toMatchObject({ nvidiaGpuDevicePlugin: { enabled: false }, amdGpuDevicePlugin: { enabled: true } });
    expect(Object.keys(inputs)).not.toContain('nvidiaGpuDraDriver');
  });

  test('is DigitalOcean for the ports of its fabric, and nobody where there is none', async () => {
    expect(await clusterOf(fabric)).toMatchObject({ rdmaSharedDevicePlugin: { enabled: true } });
    expect(Object.keys(await clusterOf())).not.toContain('rdmaSharedDevicePlugin');
  });

  test('is nobody without accelerators', async () => {
    const inputs = await clusterOf({ instance: 'g-8vcpu-32gb' });
    expect(Object.keys(inputs).filter((key) => /Gpu|rdma/.test(key))).toEqual([]);
  });
});

test('credentials for DigitalOcean come from the stack’s configuration, hidden, or from the environment', async () => {
  const provider = (registered: readonly Registered[]) => the(registered, 'pulumi:providers:digitalocean').inputs;
  expect(provider(await built())).toEqual({ apiEndpoint: 'https://api.digitalocean.com' });
  const config = { 'digitalocean:token': 'plain-token', 'digitalocean:spacesSecretKey': 'plain-key' };
  const told = await stackOf(onDigitalOcean(), { layer: 'infrastructure', config });
  expect(provider(told)).toMatchObject({ token: { secret: 'plain-token' }, spacesSecretKey: { secret: 'plain-key' } });
});
