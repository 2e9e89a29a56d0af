import { describe, expect, test } from 'vitest';
import { acceleratorNodeLabels } from '../../../constructs/accelerators/index.ts';
import { parsePlatform } from '../../../spec/parse-platform.ts';
import type { PlatformInput, PlatformOn } from '../../../spec/platform.ts';
import { agentPoolArgs, agentPoolName } from '../../../stacks/azure/agent-pool.ts';
import { usedInKata } from '../../../stacks/azure/kata.ts';
import { targetFacts } from '../../../stacks/facts.ts';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import type { Registered } from '../recording.ts';
import { onAzure, RESERVATION } from './azure-sample.ts';

const POOL = 'azure-native:containerservice:AgentPool';
const PLACEMENT = 'azure-native:compute:ProximityPlacementGroup';
const FIXED = { nodes: { min: 2, max: 2 } };

const built = (...input: Parameters<typeof onAzure>) => stackOf(onAzure(...input), { layer: 'infrastructure' });
const poolOf = (run: readonly Registered[]) => the(run, POOL, 'atlas-prod-pools-train');

/** What AKS is asked for, without building anything. */
function inputsOf(...input: Parameters<typeof onAzure>) {
  return chosenFor(onAzure(...input));
}

function chosenFor(input: PlatformInput) {
  const spec = parsePlatform(input).spec as PlatformOn<'azure'>;
  const facts = targetFacts(spec);
  const nodeLabels = acceleratorNodeLabels({ spec, facts }).get('train') ?? {};
  const [pool, known] = [spec.pools[0], facts.pools[0]];
  if (pool === undefined || known === undefined) throw new Error('no pool');
  return agentPoolArgs({ pool, facts: known, nodeLabels, target: spec.target, kata: usedInKata(spec, pool.name) });
}

describe('machines that always stand', () => {
  test('of H100 pools are a pool of AKS, with labels and taints of the facts and the driver of AKS', async () => {
    const pool = poolOf(await built());
    expect(pool.inputs).toEqual({
      agentPoolName: expect.stringMatching(/^train[0-9a-f]{6}$/),
      resourceName: 'atlas-prod',
      resourceGroupName: 'atlas-prod',
      mode: 'User',
      type: 'VirtualMachineScaleSets',
      vmSize: 'Standard_ND96isr_H100_v5',
      enableAutoScaling: false,
      count: 2,
      osType: 'Linux',
      osSKU: 'Ubuntu',
      osDiskSizeGB: 256,
      orchestratorVersion: '1.36',
      gpuProfile: { driver: 'Install' },
      nodeLabels: {
        'nvidia.com/gpu.deploy.container-toolkit': 'false',
        'nvidia.com/gpu.deploy.driver': 'false',
        'plinth.dev/pool': 'train',
      },
      nodeTaints: ['nvidia.com/gpu=present:NoSchedule'],
      upgradeSettings: { maxSurge: '0', maxUnavailable: '1' },
      vnetSubnetID: 'atlas-prod-network-nodes-id',
      tags: { 'plinth-platform': 'atlas', 'plinth-environment': 'prod', 'plinth-pool': 'train' },
    });
    expect(pool).toMatchObject({ ignoreChanges: [], deleteBeforeReplace: false });
  });

  test('of pools that Karpenter fills from nothing are none', async () => {
    expect(allOf(await built({ nodes: { min: 0, max: 4 } }), POOL).map(({ name }) => name)).toEqual([
      'atlas-prod-pools-plinth-platform',
    ]);
  });

  test('are all of a pool that nobody scales', () => {
    expect(inputsOf({}, { autoscaler: 'none' })).toMatchObject({ enableAutoScaling: false, count: 4 });
  });

  test('carry the user’s labels, and those that name how devices are shared', () => {
    const inputs = inputsOf({
      ...FIXED,
      labels: { 'example.org/tier': 'gold' },
      sharing: { kind: 'timeSlicing', replicas: 4 },
    });
    expect(inputs.nodeLabels).toMatchObject({
      'example.org/tier': 'gold',
      'nvidia.com/device-plugin.config': 'train',
      'plinth.dev/pool': 'train',
    });
  });

  test('go with the cluster, and stay until the last object is gone', async () => {
    const run = await stackOf(onAzure());
    const pool = poolOf(run);
    expect(pool.deletedWith).toBe(the(run, 'azure-native:containerservice:ManagedCluster').urn);
    for (const kind of ['karpenter.sh/v1:NodePool', 'karpenter.azure.com/v1beta1:AKSNodeClass'])
      expect(before(run, the(run, `kubernetes:${kind}`))).toContain(pool.urn);
  });
});

describe('machines whose number AKS changes', () => {
  test.each([
    [0, 4],
    [2, 4],
  ])('are %d to %d, and nobody else sets how many', async (min, max) => {
    const pool = poolOf(await built({ nodes: { min, max } }, { autoscaler: 'nodePool' }));
    expect(pool.inputs).toMatchObject({ enableAutoScaling: true, count: min, minCount: min, maxCount: max });
    expect(pool.ignoreChanges).toEqual(['count']);
  });

  test('are none of a pool of fixed size', async () => {
    const pool = poolOf(await built(FIXED, { autoscaler: 'nodePool' }));
    expect(pool.inputs).toMatchObject({ enableAutoScaling: false, count: 2 });
    expect(pool.ignoreChanges).toEqual([]);
  });
});

describe('the driver on Azure', () => {
  test.each([
    ['Standard_ND96isr_H100_v5', { driver: 'operator' }, { driver: 'None' }],
    ['Standard_ND96isr_MI300X_v5', {}, { driver: 'None' }],
    ['Standard_NC24ads_A100_v4', {}, { driver: 'Install' }],
    ['Standard_D8s_v5', {}, undefined],
  ] as const)('of %s with %o has the one owner that the facts name', (instance, pool, profile) => {
    expect(inputsOf({ instance, ...FIXED, ...pool }).gpuProfile).toEqual(profile);
  });

  test('is AKS’ where DRA hands devices out', () => {
    const inputs = inputsOf({ ...FIXED, allocator: 'dra' });
    expect(inputs.gpuProfile).toEqual({ driver: 'Install' });
    expect(inputs.nodeLabels).toMatchObject({ 'nvidia.com/dra-kubelet-plugin': 'true' });
  });
});

describe('devices cut into partitions', () => {
  const cut = (profile: string, pool: Parameters<typeof onAzure>[0] = {}) =>
    inputsOf({ ...FIXED, sharing: { kind: 'partition', profile }, ...pool }).gpuInstanceProfile;

  test.each([
    ['1g.10gb', 'MIG1g'],
    ['2g.20gb', 'MIG2g'],
    ['3g.40gb', 'MIG3g'],
    ['4g.40gb', 'MIG4g'],
    ['7g.80gb', 'MIG7g'],
  ])('of H100 as %s are cut by AKS as %s', (profile, word) => {
    expect(cut(profile)).toBe(word);
  });

  test('are left to the operator where AKS does not know the profile, the model or the driver', () => {
    expect(cut('1g.20gb')).toBeUndefined();
    expect(cut('1g.10gb', { instance: 'Standard_ND96asr_v4' })).toBeUndefined();
    expect(cut('1g.18gb', { instance: 'Standard_ND96isr_H200_v5' })).toBeUndefined();
    expect(cut('1g.10gb', { driver: 'operator' })).toBeUndefined();
  });

  test('carry the operator’s name of the cut as well', () => {
    const inputs = inputsOf({ ...FIXED, sharing: { kind: 'partition', profile: '1g.10gb' } });
    expect(inputs.nodeLabels).toMatchObject({ 'nvidia.com/mig.config': 'train' });
  });
});

describe('machines that are obtained otherwise than on demand', () => {
  test('as spot are taken at any price and deleted when they are taken back', () => {
    const inputs = inputsOf({ capacity: { kind: 'spot' } });
    expect(inputs).toMatchObject({ scaleSetPriority: 'Spot', scaleSetEvictionPolicy: 'Delete', spotMaxPrice: -1 });
    expect(inputs.nodeTaints).toContain('kubernetes.azure.com/scalesetpriority=spot:NoSchedule');
    expect(inputs.upgradeSettings).toBeUndefined();
  });

  test('from a reservation name its group, and give the old ones up before new ones come', async () => {
    const run = await built({ ...FIXED, capacity: { kind: 'reservation', reservation: RESERVATION } });
    expect(poolOf(run).inputs['capacityReservationGroupID']).toBe(RESERVATION);
    expect(poolOf(run).deleteBeforeReplace).toBe(true);
    expect(allOf(run, PLACEMENT)).toEqual([]);
  });
});

describe('the place of machines', () => {
  test('with InfiniBand is one proximity placement group, where no Karpenter adds to them', async () => {
    const run = await built(FIXED);
    expect(the(run, PLACEMENT).inputs).toMatchObject({
      proximityPlacementGroupName: 'atlas-prod-train',
      proximityPlacementGroupType: 'Standard',
      resourceGroupName: 'atlas-prod',
    });
    expect(poolOf(run).inputs['proximityPlacementGroupID']).toBe('atlas-prod-pools-train-id');
    expect(allOf(await built(), PLACEMENT)).toEqual([]);
    expect(allOf(await built({ ...FIXED, topology: 'none' }), PLACEMENT)).toEqual([]);
    expect(allOf(await built({ ...FIXED, instance: 'Standard_NC24ads_A100_v4' }), PLACEMENT)).toEqual([]);
  });

  test('is Azure’s choice for accelerators unless zones are named, and all zones for the rest', () => {
    const zonesOf = (...input: Parameters<typeof onAzure>) => inputsOf(...input).availabilityZones;
    expect(zonesOf()).toBeUndefined();
    expect(zonesOf({ zones: ['2'] })).toEqual(['2']);
    expect(zonesOf({}, { zones: ['3'] })).toEqual(['3']);
    expect(zonesOf({ instance: 'Standard_D8s_v5' })).toEqual(['1', '2', '3']);
    expect(zonesOf({ instance: 'Standard_D8s_v5' }, { region: 'westus' })).toBeUndefined();
  });
});

describe('machines for pods in Kata', () => {
  test('have AKS’ pod sandboxing, and others do not', () => {
    const cpu = { instance: 'Standard_D8s_v5', ...FIXED };
    const teams = onAzure().teams.map((team) => ({ ...team, sandbox: 'kata' as const }));
    expect(chosenFor({ ...onAzure(cpu), teams })).toMatchObject({
      osSKU: 'AzureLinux',
      workloadRuntime: 'KataVmIsolation',
    });
    const plain = inputsOf(cpu);
    expect(plain).toMatchObject({ osSKU: 'Ubuntu', osDiskSizeGB: 128, upgradeSettings: { maxSurge: '33%' } });
    expect(plain.workloadRuntime).toBeUndefined();
  });
});

describe('the name of a pool at AKS', () => {
  test('changes with what cannot be changed, and with nothing else', () => {
    const nameOf = (pool: Parameters<typeof onAzure>[0] = {}, kubernetes = '1.36') =>
      inputsOf({ topology: 'none', ...pool }, { autoscaler: 'none', kubernetes }).agentPoolName;
    const name = nameOf();
    expect(nameOf({ nodes: { min: 3, max: 9 }, labels: { 'example.org/tier': 'gold' } })).toBe(name);
    expect(nameOf({}, '1.35')).toBe(name);
    const others = [
      nameOf({ instance: 'Standard_ND96isr_H200_v5' }),
      nameOf({ driver: 'operator' }),
      nameOf({ zones: ['1'] }),
      nameOf({ capacity: { kind: 'spot' } }),
      nameOf({ sharing: { kind: 'partition', profile: '1g.10gb' } }),
    ];
    expect(new Set([name, ...others]).size).toBe(6);
  });

  test('is the same in every version: another would replace all machines of every platform', () => {
    expect(inputsOf(FIXED).agentPoolName).toBe('train04cecf');
  });

  test('is what AKS takes, whatever the pool is called', () => {
    for (const pool of ['a', '4-h100s', 'train-h100-with-a-long-name'])
      expect(agentPoolName(pool, {})).toMatch(/^[a-z][0-9a-z]{0,11}$/);
    expect(agentPoolName('train-h100-a', {})).not.toBe(agentPoolName('train-h100-b', {}));
    expect(agentPoolName('a-b', {})).not.toBe(agentPoolName('ab', {}));
  });
});

describe('the platform’s own machines', () => {
  test('are three, one in each zone, beside those of AKS, and outlive every object of the cluster', async () => {
    const run = await stackOf(onAzure());
    const own = the(run, POOL, 'atlas-prod-pools-plinth-platform');
    expect(own.inputs).toMatchObject({
      agentPoolName: 'plinth',
      mode: 'User',
      vmSize: 'Standard_D4s_v5',
      count: 3,
      availabilityZones: ['1', '2', '3'],
      nodeLabels: { 'plinth.dev/role': 'system' },
    });
    expect(own.inputs['nodeTaints']).toBeUndefined();
    expect(before(run, the(run, 'kubernetes:core/v1:Namespace', 'Namespace:vision'))).toContain(own.urn);
  });
});
