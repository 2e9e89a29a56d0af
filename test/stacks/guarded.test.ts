import { describe, expect, test } from 'vitest';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { PlatformInput } from '../../spec/platform.ts';
import { targetFacts } from '../../stacks/facts.ts';
import { guardedChanges, guardedRecord } from '../../stacks/guarded-changes.ts';
import { guardedResources } from '../../stacks/guarded-resources.ts';
import { ACCESS } from '../constructs/access/access-sample.ts';
import { onAws } from './aws/aws-sample.ts';
import { onAzure } from './azure/azure-sample.ts';
import { MACHINES, management, onBaremetal, onClusterApi } from './baremetal/baremetal-sample.ts';
import { onDigitalOcean } from './digitalocean/digitalocean-sample.ts';
import { onGcp } from './gcp/gcp-sample.ts';
import { type StackOptions, stackOf, the } from './recorded-stack.ts';
import type { Registered } from './recording.ts';
import type { PoolInput } from './target-sample.ts';

function run(input: PlatformInput, allow: readonly string[] = []) {
  const { spec } = parsePlatform(input);
  const facts = targetFacts(spec);
  return { spec, allowed: new Set(allow), cluster: facts.cluster, now: guardedResources(spec, facts, 'all') };
}

/** What the second of two runs finds. */
function between(
  first: PlatformInput,
  second: PlatformInput,
  allow: readonly string[] = [],
  allowedFirst = [] as string[],
) {
  const { spec, ...now } = run(second, allow);
  return guardedChanges(spec, { ...now, before: guardedRecord(run(first, allowedFirst)) });
}

function withRegistry(input: PlatformInput): PlatformInput {
  const hosts = { external: 'registry.example.org', internal: 'registry.atlas.internal' };
  return { ...input, access: ACCESS, registry: { hosts, tracking: false } };
}

const TARGETS: readonly (readonly [string, PlatformInput, StackOptions?])[] = [
  ['AWS', onAws()],
  ['AWS with a registry', withRegistry(onAws())],
  ['Google Cloud with a registry', withRegistry(onGcp())],
  ['Azure with a registry', withRegistry(onAzure())],
  ['Azure with a key of its own', onAzure({}, { secretsKey: 'own' })],
  ['DigitalOcean with a registry', withRegistry(onDigitalOcean())],
  ['AWS with a pool that may be empty', onAws({ nodes: { min: 0, max: 4 } })],
  [
    'AWS under Argo CD',
    { ...onAws(), delivery: { kind: 'argocd', repository: 'https://git.example.org/a.git', path: 'p' } },
  ],
  ['Google Cloud', onGcp()],
  ['Google Cloud with networks of GPUDirect', onGcp({ instance: 'a3-megagpu-8g' })],
  ['Google Cloud with a pool that may be empty', onGcp({ nodes: { min: 0, max: 4 } })],
  ['Azure', onAzure()],
  ['Azure with its own autoscaler', onAzure({ nodes: { min: 0, max: 4 } }, { autoscaler: 'nodePool' })],
  ['DigitalOcean', onDigitalOcean()],
  ['machines of one’s own', onBaremetal()],
  ['Cluster API', onClusterApi(), { management }],
];

describe.each(TARGETS.map(([name, input, options]) => ({ name, input, options })))(
  'what is guarded on $name',
  ({ input, options }) => {
    test('is exactly what is protected', async () => {
      const registered = (await stackOf(input, options)).filter(({ protect }) => protect);
      // Credentials of a machine go with it; whether the stack makes them, its configuration says.
      const named = registered.map(({ name, type }) => `${type}::${name}`).filter((each) => !each.endsWith('-bmc'));
      expect(named.sort()).toEqual(
        run(input)
          .now.map(({ name, type }) => `${type}::${name}`)
          .sort(),
      );
    });

    test('is the same in the next run, and at the first run there is nothing to compare with', () => {
      expect(between(input, input)).toEqual([]);
      const { spec, ...now } = run(input);
      expect(guardedChanges(spec, { ...now, before: [] })).toEqual([]);
    });
  },
);

/** Inputs that a provider cannot change in a pool: it makes another pool. From the providers' schemas. */
const LASTING: Readonly<Record<string, (inputs: Registered['inputs']) => unknown>> = {
  'aws:eks/nodeGroup:NodeGroup': ({ amiType, capacityType, instanceTypes, nodeGroupName, subnetIds }) => [
    amiType,
    capacityType,
    instanceTypes,
    nodeGroupName,
    subnetIds,
  ],
  'gcp:container/nodePool:NodePool': ({ networkConfig, nodeConfig, placementPolicy, queuedProvisioning }) => {
    const { labels: _, taints: __, resourceLabels: ___, ...rest } = nodeConfig as Record<string, unknown>;
    return [networkConfig, placementPolicy, queuedProvisioning, rest];
  },
  'azure-native:containerservice:AgentPool': ({ agentPoolName, proximityPlacementGroupID }) => [
    agentPoolName,
    proximityPlacementGroupID,
  ],
  'digitalocean:index/kubernetesNodePool:KubernetesNodePool': ({ gpuPartitionMode, name, size }) => [
    gpuPartitionMode,
    name,
    size,
  ],
};

const RESERVED = { kind: 'reservation', reservation: 'cr-1' } as const;
const STANDING = { min: 2, max: 2 };
const EDITS: readonly (readonly [string, (pool: Partial<PoolInput>) => PlatformInput, string, Partial<PoolInput>[]])[] =
  [
    [
      'AWS',
      (pool) => onAws({ nodes: STANDING, ...pool }),
      'aws:eks/nodeGroup:NodeGroup',
      [
        { instance: 'p5e.48xlarge' },
        { zones: ['eu-west-1b'] },
        { zones: [] },
        { capacity: { kind: 'spot' } },
        { capacity: RESERVED },
        { driver: 'operator' },
        { allocator: 'dra' },
        { sharing: { kind: 'partition', profile: '1g.10gb' } },
        { nodes: { min: 2, max: 8 } },
        { labels: { 'example.org/rack': 'a' } },
      ],
    ],
    [
      'Google Cloud',
      (pool) => onGcp({ nodes: STANDING, ...pool }),
      'gcp:container/nodePool:NodePool',
      [
        { instance: 'a3-megagpu-8g' },
        { capacity: { kind: 'spot' } },
        { capacity: RESERVED },
        { allocator: 'dra' },
        { sharing: { kind: 'partition', profile: '1g.18gb' } },
        { sharing: { kind: 'timeSlicing', replicas: 4, trust: 'shared' } },
        { topology: 'none' },
        { nodes: { min: 2, max: 8 } },
        { labels: { 'example.org/rack': 'a' } },
      ],
    ],
    [
      'Azure',
      (pool) => onAzure({ nodes: STANDING, ...pool }),
      'azure-native:containerservice:AgentPool',
      [
        { instance: 'Standard_ND96isr_H200_v5' },
        { zones: ['1'] },
        { capacity: { kind: 'spot' } },
        { driver: 'operator' },
        { sharing: { kind: 'partition', profile: '1g.10gb' } },
        { topology: 'none' },
        { labels: { 'example.org/rack': 'a' } },
      ],
    ],
    [
      'DigitalOcean',
      (pool) => onDigitalOcean({ instance: 'gpu-mi300x8-1536gb', ...pool }),
      'digitalocean:index/kubernetesNodePool:KubernetesNodePool',
      [
        { instance: 'gpu-h100x8-640gb' },
        { sharing: { kind: 'partition', profile: 'dpx_nps2' } },
        { nodes: { min: 2, max: 8 } },
        { labels: { 'example.org/rack': 'a' } },
      ],
    ],
  ];

describe.each(EDITS)('a pool of accelerators on %s', (_, on, type, edits) => {
  const lasting = async (input: PlatformInput) => {
    const { inputs } = the(await stackOf(input, { layer: 'infrastructure' }), type, 'atlas-prod-pools-train');
    return JSON.stringify(LASTING[type]?.(inputs));
  };

  test.each(edits)('is refused to be made anew wherever the cloud would: %j', async (edit) => {
    const replaces = (await lasting(on({}))) !== (await lasting(on(edit)));
    const found = between(on({}), on(edit)).map(({ code }) => code);
    if (replaces) expect(found).toContain('STACK_POOL_REPLACED');
    if ('nodes' in edit || 'labels' in edit) expect([replaces, found]).toEqual([false, []]);
    const allowed = between(on({}), on(edit), ['train']).map(({ code }) => code);
    expect(allowed).not.toContain('STACK_POOL_REPLACED');
  });
});

describe('a finding about a pool', () => {
  test('says where, what changes, what is lost and how to allow it', () => {
    const [finding, ...others] = between(
      onGcp({ nodes: { min: 2, max: 2 } }),
      onGcp({ nodes: { min: 2, max: 2 }, capacity: { kind: 'spot' } }),
    );
    expect(finding).toEqual({
      code: 'STACK_POOL_REPLACED',
      level: 'error',
      at: 'pools[0]',
      problem:
        'pool train (atlas-prod-pools-train) would be made anew, because capacity onDemand becomes spot; its accelerators are given up and may not come back',
      fix: "take the change back, or allow it: pulumi config set --path 'plinth:allow[0]' 'train'",
    });
    expect(others).toEqual([]);
  });

  test('appends to what is allowed already, and is not written for another name', () => {
    const [finding] = between(onGcp(), onGcp({ capacity: { kind: 'spot' } }), ['serve', 'atlas']);
    expect(finding?.fix).toContain("'plinth:allow[2]' 'train'");
    expect(between(onGcp(), onGcp({ capacity: { kind: 'spot' } }), ['atlas-prod'])).toEqual([]);
  });
});

describe('what leaves the program', () => {
  const without = (input: PlatformInput, team: string): PlatformInput => ({
    ...input,
    teams: input.teams.filter(({ name }) => name !== team),
  });
  const speech = { name: 'speech', groups: ['oidc:speech'], quota: { train: { guaranteed: 0 } } };
  const both: PlatformInput = { ...onAws(), teams: [...onAws().teams, speech] };
  const bucket = 'atlas-prod-storage-bucket-speech';

  test('is refused: a team’s bucket, with the way to let it go', () => {
    expect(between(both, without(both, 'speech'))).toEqual([
      {
        code: 'STACK_DATA_DELETED',
        level: 'error',
        at: 'teams',
        problem: `data of ${bucket} would be deleted; what it holds cannot be made again`,
        fix: `put it back, run pulumi config set --path 'plinth:allow[0]' '${bucket}' and pulumi up, and only then take it out`,
      },
    ]);
  });

  test('goes once it was allowed while it was still there, and stays allowed', () => {
    const gone = without(both, 'speech');
    expect(between(both, gone, [bucket], [bucket])).toEqual([]);
    expect(between(both, gone, [bucket]).map(({ fix }) => fix)).toEqual([
      expect.stringMatching(/^it is allowed, but was still protected/),
    ]);
    expect(between(both, gone, [], [bucket]).map(({ code }) => code)).toEqual(['STACK_DATA_DELETED']);
  });

  test('is refused: a pool, on every target that has some', () => {
    const cpu: PlatformInput['pools'][number] = { name: 'cpu', instance: 'm7i.4xlarge', nodes: { min: 2, max: 2 } };
    const first = { ...onAws(), pools: [...onAws().pools, cpu] };
    const second = {
      ...first,
      pools: [cpu],
      teams: [{ ...first.teams[0], name: 'vision', groups: ['oidc:vision'], quota: {} }],
    };
    expect(between(first, second).map(({ at, code }) => `${code} ${at}`)).toEqual([
      'STACK_POOL_DELETED pools',
      'STACK_POOL_DELETED pools',
    ]);
  });

  test('is refused: a machine of one’s own, which would run on; and one that becomes another', () => {
    const machines = [...MACHINES];
    const fewer = onBaremetal({ nodes: { min: 1, max: 1 } }, { machines: machines.slice(0, -1) });
    const [gone, ...rest] = between(onBaremetal(), fewer);
    expect(rest).toEqual([]);
    expect(gone).toMatchObject({ code: 'STACK_MACHINE_DELETED', at: 'target.machines' });
    expect(gone?.problem).toBe(
      'machine gpu-2 (atlas-prod-machine-gpu-2) would be deleted; it would run on by itself, and nobody would hold it',
    );
    expect(between(onBaremetal(), fewer, ['train'], ['train'])).toEqual([]);
    const moved = machines.map((each) => (each.name === 'gpu-2' ? { ...each, address: '10.0.1.9' } : each));
    expect(between(onBaremetal(), onBaremetal({}, { machines: moved }))).toEqual([
      expect.objectContaining({ code: 'STACK_MACHINE_REPLACED', at: 'target.machines[4]' }),
    ]);
  });

  test('is refused: a cluster that would stand elsewhere', () => {
    const found = between(onGcp(), onGcp({ zones: [] }, { region: 'europe-west1' })).map(({ code }) => code);
    expect(found).toContain('STACK_CLUSTER_REPLACED');
    expect(found).toContain('STACK_DATA_REPLACED');
  });
});
