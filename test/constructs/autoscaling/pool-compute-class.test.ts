import { describe, expect, test } from 'vitest';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { namesIn, specIn } from './autoscaling-sample.ts';

const l4: PoolInput = { name: 'l4', instance: 'g2-standard-24', nodes: { min: 0, max: 4 } };

function computeClass(pool: Partial<PoolInput> = {}): Record<string, unknown> {
  return specIn(platformOn(TARGETS.gcp, { ...l4, ...pool }), 'ComputeClass', 'l4');
}

/** The one rule of the class. */
function rule(pool: Partial<PoolInput>): unknown {
  return (computeClass(pool)['priorities'] as readonly unknown[])[0];
}

const machine = {
  machineType: 'g2-standard-24',
  gpu: { type: 'nvidia-l4', count: 2, driverVersion: 'default' },
  storage: { bootDiskSize: 200 },
};

describe('the compute class of a pool', () => {
  test('makes nodes of one machine type or none, and lets them go only when they are empty', () => {
    expect(computeClass({ labels: { 'example.org/tier': 'gold' } })).toMatchObject({
      nodePoolAutoCreation: { enabled: true },
      whenUnsatisfiable: 'DoNotScaleUp',
      activeMigration: { optimizeRulePriority: false },
      priorities: [machine],
      autoscalingPolicy: { consolidationDelayMinutes: 10, consolidationThreshold: 0, gpuConsolidationThreshold: 0 },
      nodePoolConfig: { nodeLabels: { 'example.org/tier': 'gold', 'plinth.dev/pool': 'l4' } },
    });
  });

  test('tells our operators to leave the devices to GKE', () => {
    expect(computeClass()['nodePoolConfig']).toMatchObject({
      nodeLabels: { 'nvidia.com/gpu.deploy.operands': 'false' },
    });
  });

  test('buys on demand without saying so', () => {
    expect(rule({})).toEqual(machine);
  });

  test('buys spot', () => {
    expect(rule({ capacity: { kind: 'spot' } })).toEqual({ ...machine, spot: true });
  });

  test('waits for flex-start capacity and bounds its life', () => {
    expect(rule({ capacity: { kind: 'flexStart', longestRun: '2d' } })).toEqual({
      ...machine,
      flexStart: { enabled: true },
      maxRunDurationSeconds: 172_800,
    });
  });

  test.each([
    ['mine', { name: 'mine' }],
    ['projects/other/reservations/mine', { name: 'mine', project: 'other' }],
    [
      'projects/other/reservations/mine/reservationBlocks/block-1',
      { name: 'mine', project: 'other', reservationBlock: { name: 'block-1' } },
    ],
  ])('takes the reservation %s and no other', (reservation, specific) => {
    const zones = ['europe-west4-a'];
    expect(rule({ capacity: { kind: 'reservation', reservation }, zones })).toEqual({
      ...machine,
      location: { zones },
      reservations: { affinity: 'Specific', specific: [{ ...specific, zones }] },
    });
  });

  test('asks for RDMA networks as devices where the machine has RoCE', () => {
    expect(computeClass({ instance: 'a4-highgpu-8g' })['nodePoolConfig']).toMatchObject({
      dra: { networking: { enabled: true } },
    });
  });

  test('names TPUs by type, chips and shape', () => {
    expect(rule({ instance: 'ct6e-standard-4t' })).toEqual({
      machineType: 'ct6e-standard-4t',
      tpu: { type: 'tpu-v6e-slice', count: 4, topology: '2x2' },
      storage: { bootDiskSize: 200 },
    });
  });

  test('says nothing of accelerators where there are none', () => {
    expect(rule({ instance: 'n2-standard-8' })).toEqual({ machineType: 'n2-standard-8' });
  });

  test('is not there for pools that scale themselves', () => {
    const shared = { ...l4, sharing: { kind: 'timeSlicing', replicas: 4 } } as const;
    expect(namesIn(platformOn(TARGETS.gcp, shared))).toEqual([]);
  });
});
