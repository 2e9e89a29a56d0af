import { describe, expect, test } from 'vitest';
import { allOf, before, stackOf, the } from '../recorded-stack.ts';
import { onGcp } from './gcp-sample.ts';
import { built, machineOf, POOL, poolInputs, poolOf } from './pool-of.ts';

describe('machines that always stand', () => {
  test('of H200 pools are packed together in one zone, with labels and taints of the facts and of their compute class', async () => {
    const pool = poolOf(await built());
    expect(pool.inputs).toEqual({
      name: 'train',
      project: 'atlas-prod',
      location: 'europe-west4',
      cluster: 'atlas-prod',
      version: '1.36.2-gke.100',
      nodeCount: 2,
      nodeLocations: ['europe-west4-a'],
      networkConfig: { enablePrivateNodes: true, acceleratorNetworkProfile: 'auto' },
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: 'SURGE', maxSurge: 0, maxUnavailable: 1 },
      placementPolicy: { type: 'COMPACT' },
      nodeConfig: {
        machineType: 'a3-ultragpu-8g',
        imageType: 'COS_CONTAINERD',
        diskType: 'hyperdisk-balanced',
        diskSizeGb: 200,
        serviceAccount: 'node@atlas-prod.example.org',
        oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
        labels: {
          'cloud.google.com/compute-class': 'train',
          'cloud.google.com/gke-networking-dra-driver': 'true',
          'nvidia.com/gpu.deploy.device-plugin': 'false',
          'nvidia.com/gpu.deploy.operands': 'false',
          'plinth.dev/pool': 'train',
        },
        taints: [
          { key: 'nvidia.com/gpu', value: 'present', effect: 'NO_SCHEDULE' },
          { key: 'cloud.google.com/compute-class', value: 'train', effect: 'NO_SCHEDULE' },
        ],
        resourceLabels: { 'plinth-platform': 'atlas', 'plinth-environment': 'prod', 'plinth-pool': 'train' },
        metadata: { 'disable-legacy-endpoints': 'true' },
        workloadMetadataConfig: { mode: 'GKE_METADATA' },
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        kubeletConfig: { insecureKubeletReadonlyPortEnabled: 'FALSE' },
        gcfsConfig: { enabled: true },
        gvnic: { enabled: true },
        ephemeralStorageLocalSsdConfig: { localSsdCount: 32 },
        guestAccelerators: [
          {
            type: 'nvidia-h200-141gb',
            count: 8,
            gpuDriverInstallationConfig: { gpuDriverVersion: 'DEFAULT' },
          },
        ],
      },
    });
    expect(pool).toMatchObject({ deleteBeforeReplace: true, ignoreChanges: [] });
  });

  test('are none where a compute class makes them all', async () => {
    const run = await built({ nodes: { min: 0, max: 4 } });
    expect(allOf(run, POOL).map(({ name }) => name)).toEqual(['atlas-prod-pools-plinth-system']);
  });

  test('are all of a pool’s where nobody adds any', async () => {
    const pool = poolOf(await built({ nodes: { min: 0, max: 4 } }, { autoscaler: 'none' }));
    expect(pool.inputs).toMatchObject({ nodeCount: 4 });
    expect(pool.inputs['autoscaling']).toBeUndefined();
  });

  test('are exactly as many as the spec says, however many zones there are', async () => {
    const fixed = { instance: 'n2-standard-8', zones: [] };
    const six = await poolInputs({ ...fixed, nodes: { min: 6, max: 6 } });
    expect(six).toMatchObject({ nodeCount: 2 });
    expect(six['nodeLocations']).toBeUndefined();
    expect(await poolInputs({ ...fixed, nodes: { min: 4, max: 4 } })).toMatchObject({
      nodeCount: 2,
      nodeLocations: ['europe-west4-a', 'europe-west4-b'],
    });
    const zones = ['europe-west4-b', 'europe-west4-c'];
    expect(await poolInputs({ ...fixed, nodes: { min: 3, max: 3 }, zones })).toMatchObject({
      nodeCount: 3,
      nodeLocations: ['europe-west4-b'],
    });
  });

  test('without accelerators start from plain disks, and newer ones come before older ones go', async () => {
    const inputs = await poolInputs({ instance: 'n2-standard-8', zones: [], nodes: { min: 3, max: 3 } });
    expect(inputs).toMatchObject({
      networkConfig: { enablePrivateNodes: true },
      upgradeSettings: { strategy: 'SURGE', maxSurge: 1, maxUnavailable: 0 },
      nodeConfig: { diskType: 'pd-balanced', diskSizeGb: 100, taints: [] },
    });
    for (const absent of ['placementPolicy', 'nodeLocations']) expect(inputs[absent]).toBeUndefined();
    for (const absent of ['guestAccelerators', 'ephemeralStorageLocalSsdConfig', 'reservationAffinity'])
      expect((inputs['nodeConfig'] as object)[absent as never]).toBeUndefined();
  });

  test.each([
    ['a3-megagpu-8g', 8],
    ['a3-highgpu-8g', 4],
  ])('of %s are in %i networks besides their own, and never in one of another sort', async (instance, count) => {
    const networks = Array.from({ length: count }, (_, index) => `atlas-prod-gpu-${index}`);
    const inputs = await poolInputs({ instance });
    expect(inputs['networkConfig']).toEqual({
      enablePrivateNodes: true,
      additionalNodeNetworkConfigs: networks.map((network) => ({ network, subnetwork: network })),
    });
    expect(inputs['placementPolicy']).toEqual({ type: 'COMPACT' });
    expect(inputs['nodeConfig']).toMatchObject({ ephemeralStorageLocalSsdConfig: { localSsdCount: 16 } });
  });

  test('are not packed together where the spec does not ask for it', async () => {
    expect((await poolInputs({ topology: 'none' }))['placementPolicy']).toBeUndefined();
  });
});

describe('machines that GKE adds to their own pool', () => {
  const scaled = { autoscaler: 'nodePool' } as const;

  test('are bounded by two numbers for all zones, and the first number is not compared', async () => {
    const pool = poolOf(await built({ zones: [], nodes: { min: 2, max: 8 }, instance: 'g2-standard-24' }, scaled));
    expect(pool.inputs).toMatchObject({
      initialNodeCount: 1,
      autoscaling: { totalMinNodeCount: 2, totalMaxNodeCount: 8, locationPolicy: 'ANY' },
    });
    expect(pool.inputs['nodeCount']).toBeUndefined();
    expect(pool.ignoreChanges).toEqual(['initialNodeCount', 'nodeCount']);
  });

  test('are spread evenly where they have no accelerators', async () => {
    expect(await poolInputs({ instance: 'n2-standard-8', zones: [] }, scaled)).toMatchObject({
      autoscaling: { locationPolicy: 'BALANCED' },
    });
  });

  test('may be none at first, and their pool is there all the same', async () => {
    expect(await poolInputs({ nodes: { min: 0, max: 4 } }, scaled)).toMatchObject({
      initialNodeCount: 0,
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 4 },
    });
  });
});

describe('machines that are obtained otherwise than on demand', () => {
  const none = { consumeReservationType: 'NO_RESERVATION' };

  test('as spot use no reservation', async () => {
    expect(await machineOf({ capacity: { kind: 'spot' } })).toMatchObject({
      spot: true,
      reservationAffinity: none,
      taints: [{}, {}, { key: 'cloud.google.com/gke-spot', value: 'true', effect: 'NO_SCHEDULE' }],
    });
  });

  test.each(['ours', 'projects/shared/reservations/ours/reservationBlocks/one'])(
    'from the reservation %s use that alone, are placed by it, and are not bought',
    async (reservation) => {
      const run = await built({ capacity: { kind: 'reservation', reservation } });
      const { inputs } = poolOf(run);
      expect(inputs['nodeConfig']).toMatchObject({
        reservationAffinity: {
          consumeReservationType: 'SPECIFIC_RESERVATION',
          key: 'compute.googleapis.com/reservation-name',
          values: [reservation],
        },
      });
      expect(inputs['placementPolicy']).toBeUndefined();
      expect(run.filter(({ type }) => /reservation/i.test(type))).toEqual([]);
    },
  );

  test('by flex-start live for a bounded time, and have no number of their own', async () => {
    const flex = { capacity: { kind: 'flexStart', longestRun: '3d' }, nodes: { min: 0, max: 4 } } as const;
    const inputs = await poolInputs(flex, { autoscaler: 'nodePool' });
    expect(inputs).toMatchObject({
      nodeConfig: { flexStart: true, maxRunDuration: '259200s', reservationAffinity: none },
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 4 },
      management: { autoRepair: false, autoUpgrade: true },
      placementPolicy: { type: 'COMPACT' },
    });
    for (const absent of ['nodeCount', 'upgradeSettings', 'queuedProvisioning']) expect(inputs[absent]).toBeUndefined();
    const older = await poolInputs({ ...flex, instance: 'a3-megagpu-8g' });
    expect(older['placementPolicy']).toBeUndefined();
  });

  test('by queued provisioning come for one job, are placed by Google, and repaired by nobody', async () => {
    const inputs = await poolInputs({ capacity: { kind: 'queued' }, nodes: { min: 0, max: 4 } });
    expect(inputs).toMatchObject({
      queuedProvisioning: { enabled: true },
      management: { autoRepair: false, autoUpgrade: true },
      initialNodeCount: 0,
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 4, locationPolicy: 'ANY' },
      nodeConfig: {
        reservationAffinity: none,
        labels: { 'cloud.google.com/gke-queued': 'true' },
        taints: [{ key: 'nvidia.com/gpu' }, { key: 'cloud.google.com/gke-queued' }],
      },
    });
    expect(inputs['placementPolicy']).toBeUndefined();
    expect((inputs['nodeConfig'] as object)['spot' as never]).toBeUndefined();
  });
});

describe('the platform’s own machines', () => {
  test.each([
    [[], 1],
    [['europe-west4-a'], 3],
    [['europe-west4-a', 'europe-west4-b'], 2],
  ])('in the zones %o are %i in each', async (zones, nodeCount) => {
    const system = the(await built({}, { zones }), POOL, 'atlas-prod-pools-plinth-system');
    expect(system.inputs).toMatchObject({
      name: 'plinth-system',
      nodeCount,
      nodeConfig: { machineType: 'n2-standard-4', labels: { 'plinth.dev/role': 'system' }, taints: [] },
    });
  });

  test('are not mistaken for a pool that is called system', async () => {
    const pools = allOf(await built({ name: 'system' }), POOL).map(({ name }) => name);
    expect(pools).toEqual(['atlas-prod-pools-plinth-system', 'atlas-prod-pools-system']);
  });

  test('outlive every object of the cluster, and go before what they stand on', async () => {
    const run = await stackOf(onGcp());
    const system = the(run, POOL, 'atlas-prod-pools-plinth-system');
    expect(before(run, the(run, 'kubernetes:cloud.google.com/v1:ComputeClass'))).toContain(system.urn);
    const earlier = before(run, system);
    for (const type of [
      'gcp:container/cluster:Cluster',
      'gcp:compute/network:Network',
      'gcp:compute/routerNat:RouterNat',
    ])
      expect(earlier).toContain(the(run, type).urn);
    for (const { urn } of allOf(run, 'gcp:projects/iAMMember:IAMMember')) expect(earlier).toContain(urn);
  });
});
