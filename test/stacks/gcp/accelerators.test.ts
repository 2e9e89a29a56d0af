import { describe, expect, test } from 'vitest';
import { stackOf, the } from '../recorded-stack.ts';
import { onGcp } from './gcp-sample.ts';
import { built, machineOf, poolInputs, poolOf } from './pool-of.ts';

const POLICY = 'gcp:compute/resourcePolicy:ResourcePolicy';

const deviceOf = async (...input: Parameters<typeof onGcp>) =>
  ((await machineOf(...input))['guestAccelerators'] as unknown[])[0];

describe('devices', () => {
  const l4 = { instance: 'g2-standard-24', zones: [] };

  test('that pods share are shared by GKE', async () => {
    expect(await deviceOf({ ...l4, sharing: { kind: 'timeSlicing', replicas: 4 } })).toEqual({
      type: 'nvidia-l4',
      count: 2,
      gpuDriverInstallationConfig: { gpuDriverVersion: 'DEFAULT' },
      gpuSharingConfig: { gpuSharingStrategy: 'TIME_SHARING', maxSharedClientsPerGpu: 4 },
    });
    expect(await deviceOf({ ...l4, sharing: { kind: 'mps', replicas: 8 } })).toMatchObject({
      gpuSharingConfig: { gpuSharingStrategy: 'MPS', maxSharedClientsPerGpu: 8 },
    });
  });

  test('that are cut into partitions are cut by GKE', async () => {
    const cut = { instance: 'a2-highgpu-1g', sharing: { kind: 'partition', profile: '1g.5gb' } } as const;
    expect(await deviceOf(cut)).toMatchObject({ type: 'nvidia-tesla-a100', count: 1, gpuPartitionSize: '1g.5gb' });
  });

  test('that DRA hands out get neither driver nor plugin from GKE', async () => {
    const machine = await machineOf({ instance: 'a3-highgpu-8g', allocator: 'dra' });
    expect(machine).toMatchObject({
      labels: { 'gke-no-default-nvidia-gpu-device-plugin': 'true', 'nvidia.com/dra-kubelet-plugin': 'true' },
      guestAccelerators: [{ gpuDriverInstallationConfig: { gpuDriverVersion: 'INSTALLATION_DISABLED' } }],
    });
  });
});

describe('TPUs', () => {
  const tpu = (instance: string, count: number, topology: 'preferred' | 'required') =>
    ({ instance, nodes: { min: count, max: count }, topology }) as const;

  test('stand by themselves where gangs need not stay within a slice', async () => {
    const inputs = await poolInputs(tpu('ct6e-standard-4t', 8, 'preferred'));
    expect(inputs).toMatchObject({
      nodeCount: 8,
      nodeConfig: {
        diskType: 'hyperdisk-balanced',
        taints: [{ key: 'google.com/tpu', value: 'present', effect: 'NO_SCHEDULE' }],
      },
    });
    expect(inputs['placementPolicy']).toBeUndefined();
    expect((inputs['nodeConfig'] as object)['guestAccelerators' as never]).toBeUndefined();
  });

  test('are one slice where gangs must, in one zone', async () => {
    expect(await poolInputs(tpu('ct5lp-hightpu-4t', 8, 'required'))).toMatchObject({
      nodeCount: 8,
      nodeLocations: ['europe-west4-a'],
      placementPolicy: { type: 'COMPACT', tpuTopology: '4x8' },
    });
  });

  test('of the newest sort are wired by a policy', async () => {
    const run = await built(tpu('tpu7x-standard-4t', 4, 'required'));
    expect(the(run, POLICY).inputs).toEqual({
      name: 'atlas-prod-train',
      region: 'europe-west4',
      workloadPolicy: { type: 'HIGH_THROUGHPUT', acceleratorTopology: '2x2x4' },
    });
    expect(poolOf(run).inputs['placementPolicy']).toEqual({ type: 'COMPACT', policyName: 'atlas-prod-train' });
  });
});

describe('machines of teams whose pods run in gVisor', () => {
  test('have GKE’s Sandbox, scale themselves, and leave its taint to GKE', async () => {
    const input = onGcp({ instance: 'n2-standard-8', zones: [], nodes: { min: 0, max: 4 } });
    const teams = input.teams.map((team) => ({ ...team, sandbox: 'gvisor' as const }));
    const run = await stackOf({ ...input, teams });
    expect(poolOf(run).inputs).toMatchObject({
      autoscaling: { totalMaxNodeCount: 4 },
      nodeConfig: { sandboxConfig: { type: 'GVISOR' }, taints: [] },
    });
    expect(the(run, 'kubernetes:node.k8s.io/v1:RuntimeClass', 'RuntimeClass:gvisor').inputs['handler']).toBe('gvisor');
    const flavor = the(run, 'kubernetes:kueue.x-k8s.io/v1beta2:ResourceFlavor').inputs['spec'];
    expect(flavor).toMatchObject({ tolerations: [{ key: 'sandbox.gke.io/runtime', value: 'gvisor' }] });
  });

  test('are no others', async () => {
    expect((await machineOf())['sandboxConfig']).toBeUndefined();
  });
});
