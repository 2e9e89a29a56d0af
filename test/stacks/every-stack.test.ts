import { beforeAll, describe, expect, test } from 'vitest';
import type { PlatformInput } from '../../spec/platform.ts';
import { objectKey } from '../../stacks/kubernetes-object.ts';
import { isCustom, isWithinCluster } from '../../stacks/object-kinds.ts';
import { withAccess } from '../constructs/access/access-sample.ts';
import { management, onBaremetal, onClusterApi } from './baremetal/baremetal-sample.ts';
import { EXISTING_NETWORKS } from './existing-networks.ts';
import { onGcp } from './gcp/gcp-sample.ts';
import { before, type StackOptions, stackOf } from './recorded-stack.ts';
import { type Registered, UNKNOWN } from './recording.ts';
import { type PoolInput, platformOn, TARGETS } from './target-sample.ts';

const GIT = { repository: 'https://git.example.org/atlas.git', path: 'clusters/prod' };
const PULUMI = { delivery: { kind: 'pulumi' } } as const;

function aws(pool: Partial<PoolInput>, target: Partial<typeof TARGETS.aws> = {}): PlatformInput {
  const base: PoolInput = { name: 'train', instance: 'p5.48xlarge', nodes: { min: 2, max: 4 }, zones: ['eu-west-1a'] };
  return { ...platformOn({ ...TARGETS.aws, ...target }, { ...base, ...pool }), ...PULUMI };
}

function azure(pool: Partial<PoolInput>, target: Partial<typeof TARGETS.azure> = {}): PlatformInput {
  const base: PoolInput = { name: 'train', instance: 'Standard_ND96isr_H100_v5', nodes: { min: 2, max: 4 } };
  return { ...platformOn({ ...TARGETS.azure, ...target }, { ...base, ...pool }), ...PULUMI };
}

function digitalocean(...pools: Partial<PoolInput>[]): PlatformInput {
  const base: PoolInput = { name: 'train', instance: 'gpu-h100x8-640gb', nodes: { min: 1, max: 4 } };
  return { ...platformOn(TARGETS.digitalocean, ...pools.map((pool) => ({ ...base, ...pool }))), ...PULUMI };
}

function wayIn(kind: 'aws' | 'gcp' | 'azure' | 'digitalocean'): PlatformInput {
  return { ...withAccess(kind, { dns: { zone: 'example.org', id: 'zone' } }), ...PULUMI };
}

const AZURE_RESERVATION =
  '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/ours/providers/Microsoft.Compute/capacityReservationGroups/h100';

const cpu: PoolInput = { name: 'cpu', machine: { vcpus: 64, memory: '512Gi' }, nodes: { min: 2, max: 2 } };
const onExisting: PlatformInput = { ...platformOn(TARGETS.existing, cpu), ...PULUMI };

/** Targets and variants of which everything below holds. A new target adds its own. */
const STACKS: readonly (readonly [name: string, input: PlatformInput, options?: StackOptions])[] = [
  ['an existing cluster', onExisting],
  ['an existing cluster under Argo CD', { ...onExisting, delivery: { kind: 'argocd', ...GIT } }],
  ['an existing cluster under Flux', { ...onExisting, delivery: { kind: 'flux', ...GIT } }],
  ['AWS', aws({})],
  ['AWS at its first preview', aws({}), { preview: true }],
  ['AWS, ephemeral', aws({}), { deletion: 'ephemeral' }],
  ['AWS with named zones', aws({}, { zones: ['eu-west-1a', 'eu-west-1b'] })],
  ['AWS in an existing network', aws({}, { network: EXISTING_NETWORKS.aws })],
  ['AWS without an autoscaler', aws({}, { autoscaler: 'none' })],
  ['AWS with spot machines', aws({ capacity: { kind: 'spot' } })],
  ['AWS with a reservation', aws({ capacity: { kind: 'reservation', reservation: 'cr-0123' } })],
  [
    'AWS with a Capacity Block',
    aws(
      { nodes: { min: 0, max: 4 }, capacity: { kind: 'capacityBlock', reservation: 'cr-0123' } },
      { autoscaler: 'none' },
    ),
  ],
  ['AWS with a pool that may be empty', aws({ nodes: { min: 0, max: 4 }, zones: [] })],
  ['AWS with partitions', aws({ sharing: { kind: 'partition', profile: '1g.10gb' } })],
  ['AWS with FSx for Lustre', aws({}, { lustre: { zone: 'eu-west-1a', throughput: 500 } })],
  ['AWS with a private API server', aws({}, { apiAccess: { kind: 'private' } })],
  ['AWS with a way in', wayIn('aws')],
  ['AWS with a way in under Argo CD', { ...wayIn('aws'), delivery: { kind: 'argocd', ...GIT } }],
  ['Google Cloud with a way in', wayIn('gcp')],
  ['Azure with a way in', wayIn('azure')],
  ['DigitalOcean with a way in', wayIn('digitalocean')],
  ['Azure with a way in under Flux', { ...wayIn('azure'), delivery: { kind: 'flux', ...GIT } }],
  ['AWS without accelerators', aws({ instance: 'm7i.4xlarge', zones: [] })],
  ['AWS with every framework', { ...aws({}), training: { frameworks: ['torch', 'mpi', 'ray', 'spark', 'katib'] } }],
  ['AWS under Argo CD', { ...aws({}), delivery: { kind: 'argocd', ...GIT } }],
  ['AWS under Flux', { ...aws({}), delivery: { kind: 'flux', ...GIT } }],
  ['AWS without the platform', { ...aws({}), delivery: { kind: 'plain' } }],
  ['Google Cloud', onGcp()],
  ['Google Cloud at its first preview', onGcp(), { preview: true }],
  ['Google Cloud, ephemeral', onGcp(), { deletion: 'ephemeral' }],
  ['Google Cloud with named zones', onGcp({}, { zones: ['europe-west4-a', 'europe-west4-b'] })],
  ['Google Cloud in an existing network', onGcp({}, { network: EXISTING_NETWORKS.gcp })],
  ['Google Cloud without an autoscaler', onGcp({}, { autoscaler: 'none' })],
  ['Google Cloud with pools that scale themselves', onGcp({}, { autoscaler: 'nodePool' })],
  ['Google Cloud with spot machines', onGcp({ capacity: { kind: 'spot' } })],
  ['Google Cloud with a reservation', onGcp({ capacity: { kind: 'reservation', reservation: 'ours' } })],
  [
    'Google Cloud with flex-start',
    onGcp({ capacity: { kind: 'flexStart' }, nodes: { min: 0, max: 4 } }, { autoscaler: 'nodePool' }),
  ],
  [
    'Google Cloud with queued provisioning',
    onGcp({ instance: 'a3-megagpu-8g', capacity: { kind: 'queued' }, nodes: { min: 0, max: 4 } }),
  ],
  ['Google Cloud with a pool that may be empty', onGcp({ nodes: { min: 0, max: 4 } })],
  [
    'Google Cloud with partitions',
    onGcp({ instance: 'a2-highgpu-1g', sharing: { kind: 'partition', profile: '1g.5gb' } }),
  ],
  ['Google Cloud with DRA', onGcp({ instance: 'a3-highgpu-8g', allocator: 'dra' })],
  [
    'Google Cloud with a slice of TPUs',
    onGcp({ instance: 'tpu7x-standard-4t', topology: 'required', nodes: { min: 4, max: 4 } }),
  ],
  ['Google Cloud with Managed Lustre', onGcp({}, { lustre: { throughput: 500 } })],
  ['Google Cloud with networks of GPUDirect', onGcp({ instance: 'a3-megagpu-8g' })],
  ['Google Cloud without accelerators', onGcp({ instance: 'n2-standard-8', zones: [] })],
  ['Google Cloud under Argo CD', { ...onGcp(), delivery: { kind: 'argocd', ...GIT } }],
  ['Google Cloud under Flux', { ...onGcp(), delivery: { kind: 'flux', ...GIT } }],
  ['Google Cloud without the platform', { ...onGcp(), delivery: { kind: 'plain' } }],
  ['Azure', azure({})],
  ['Azure at its first preview', azure({}), { preview: true }],
  ['Azure, ephemeral', azure({}), { deletion: 'ephemeral' }],
  ['Azure with a private API server', azure({}, { apiAccess: { kind: 'private' } })],
  ['Azure with a key of its own', azure({}, { secretsKey: 'own' })],
  ['Azure in an existing network', azure({}, { network: EXISTING_NETWORKS.azure })],
  ['Azure with its own autoscaler', azure({}, { autoscaler: 'nodePool' })],
  ['Azure without an autoscaler', azure({}, { autoscaler: 'none' })],
  ['Azure with spot machines', azure({ capacity: { kind: 'spot' } })],
  [
    'Azure with a reservation',
    azure({ capacity: { kind: 'reservation', reservation: AZURE_RESERVATION }, nodes: { min: 2, max: 2 } }),
  ],
  ['Azure with a pool that may be empty', azure({ nodes: { min: 0, max: 4 } })],
  ['Azure with partitions', azure({ sharing: { kind: 'partition', profile: '1g.10gb' }, nodes: { min: 2, max: 2 } })],
  ['Azure with DRA', azure({ allocator: 'dra', nodes: { min: 2, max: 2 } })],
  ['Azure with AMD', azure({ instance: 'Standard_ND96isr_MI300X_v5' })],
  ['Azure without accelerators', azure({ instance: 'Standard_D8s_v5' })],
  ['Azure under Argo CD', { ...azure({}), delivery: { kind: 'argocd', ...GIT } }],
  ['Azure under Flux', { ...azure({}), delivery: { kind: 'flux', ...GIT } }],
  ['Azure without the platform', { ...azure({}), delivery: { kind: 'plain' } }],
  ['machines of one’s own', onBaremetal()],
  ['machines of one’s own at their first preview', onBaremetal(), { preview: true }],
  ['machines of one’s own, ephemeral', onBaremetal(), { deletion: 'ephemeral' }],
  ['machines of one’s own with DRA', onBaremetal({ allocator: 'dra' })],
  ['machines of one’s own under Argo CD', { ...onBaremetal(), delivery: { kind: 'argocd', ...GIT } }],
  ['Cluster API', onClusterApi(), { management }],
  ['Cluster API at its first preview', onClusterApi(), { management, preview: true }],
  ['Cluster API, ephemeral', onClusterApi(), { management, deletion: 'ephemeral' }],
  ['Cluster API with pools that keep their size', onClusterApi({ nodes: { min: 2, max: 2 } }), { management }],
  [
    'Cluster API with a pool that may be empty',
    onClusterApi({ ...cpu, name: 'train', nodes: { min: 0, max: 2 }, instance: undefined }),
    { management },
  ],
  ['Cluster API with DRA', onClusterApi({ allocator: 'dra' }), { management }],
  ['Cluster API under Argo CD', { ...onClusterApi(), delivery: { kind: 'argocd', ...GIT } }, { management }],
  ['DigitalOcean', digitalocean({})],
  ['DigitalOcean at its first preview', digitalocean({}), { preview: true }],
  ['DigitalOcean, ephemeral', digitalocean({}), { deletion: 'ephemeral' }],
  [
    'DigitalOcean with accelerators of two vendors',
    digitalocean(
      {},
      { name: 'amd', instance: 'gpu-mi300x8-1536gb', sharing: { kind: 'partition', profile: 'dpx_nps2' } },
    ),
  ],
  [
    'DigitalOcean in an existing network',
    { ...digitalocean({}), target: { ...TARGETS.digitalocean, network: EXISTING_NETWORKS.digitalocean } },
  ],
  ['DigitalOcean with DRA', digitalocean({ allocator: 'dra' })],
  ['DigitalOcean under Argo CD', { ...digitalocean({}), delivery: { kind: 'argocd', ...GIT } }],
];

/** What Pulumi itself brings: providers, and nothing else is named by it. */
const isProvider = ({ type }: Registered) => type.startsWith('pulumi:providers:');
/** Passwords are made up without any provider's settings. */
const isRandom = ({ type }: Registered) => type.startsWith('random:');
const isObject = ({ provider, type }: Registered) => type.startsWith('kubernetes:') && !isManagement(provider);
/** Objects of a management cluster are what the cluster stands on. */
const isManagement = (provider: string) => provider.endsWith('-management');

const CASES = STACKS.map(([name, input, options]) => ({ name, input, options }));

describe.each(CASES)('the stack of $name', ({ input, options }) => {
  let run: readonly Registered[] = [];
  beforeAll(async () => {
    run = await stackOf(input, options);
  });

  test('gives every resource an identity of its own, and the same one in the next run', async () => {
    const urns = (registered: readonly Registered[]) => registered.map(({ urn }) => urn).sort();
    const first = urns(run);
    expect(new Set(first).size).toBe(first.length);
    expect(urns(await stackOf(input, options))).toEqual(first);
  });

  test('names nothing by what is known only after deployment, and begins every name with the cluster’s', () => {
    for (const each of run) {
      expect(each.name).not.toMatch(/\[|Output|undefined|known|04da6b54/);
      if (each.type.startsWith('kubernetes:')) expect(each.name).toBe(objectKey(each.inputs as never));
      else expect(each.name).toMatch(/^(atlas-prod|lab)/);
    }
  });

  test('hides what secrets hold', () => {
    const open = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(open);
      if (typeof value !== 'object' || value === null) return value;
      return Object.entries(value).flatMap(([key, each]) => (key === 'secret' ? [] : [open(each)]));
    };
    for (const { inputs } of run) expect(JSON.stringify(open(inputs))).not.toContain('plain-');
  });

  test('groups everything by components, and says of each resource which provider makes it', () => {
    const registered = run;
    const components = new Set(registered.filter(({ custom }) => !custom).map(({ urn }) => urn));
    for (const each of registered) {
      if (each.parent !== '') expect(components.has(each.parent)).toBe(true);
      if (each.custom && !isProvider(each) && !isRandom(each)) expect(each.provider).not.toBe('');
    }
  });

  test('depends on nothing that is not there, and never in a circle', () => {
    const registered = run;
    const place = new Map(registered.map(({ urn }, index) => [urn, index]));
    for (const [index, each] of registered.entries())
      for (const urn of each.dependencies) expect(place.get(urn)).toBeLessThan(index);
  });

  test('deletes every object of the cluster before anything that the cluster stands on', () => {
    const registered = run;
    const isForObjects = ({ type }: Registered) => type === 'pulumi:providers:kubernetes';
    const ground = registered
      .filter((each) => each.custom && !isObject(each) && !isForObjects(each))
      .map(({ urn }) => urn);
    for (const object of registered.filter(isObject)) {
      const earlier = before(registered, object);
      expect(ground.filter((urn) => !earlier.has(urn))).toEqual([]);
    }
  });

  test('deletes content before its namespace, and custom resources before their definitions', () => {
    const registered = run;
    const find = (test: (each: Registered) => boolean) => registered.filter(isObject).filter(test);
    for (const object of registered.filter(isObject)) {
      const { apiVersion, kind, metadata } = object.inputs as never as {
        apiVersion: string;
        kind: string;
        metadata: { namespace?: string };
      };
      const needed = find(
        ({ inputs, name, type }) =>
          (type === 'kubernetes:core/v1:Namespace' && name === `Namespace:${metadata.namespace}`) ||
          (isCustom({ apiVersion, kind }) &&
            type.endsWith(':CustomResourceDefinition') &&
            (inputs['spec'] as { group: string }).group === apiVersion.split('/')[0]),
      );
      const earlier = before(registered, object);
      expect(needed.filter(({ urn }) => !earlier.has(urn))).toEqual([]);
    }
  });

  test('lets go with the cluster only what leaves nothing behind outside it', () => {
    for (const object of run.filter(isObject))
      if (object.deletedWith !== '') expect(isWithinCluster(object.inputs as never)).toBe(true);
  });

  test('knows the cluster by a name that is chosen, so that no kubeconfig can replace its objects', () => {
    const provider = run.find(({ type }) => type === 'pulumi:providers:kubernetes');
    expect(provider?.inputs['clusterIdentifier']).toEqual(expect.any(String));
    expect(provider?.inputs['clusterIdentifier']).not.toBe(UNKNOWN);
    expect(provider?.inputs['enableServerSideApply']).toBe('true');
  });
});
