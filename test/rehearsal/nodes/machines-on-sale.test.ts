import { describe, expect, test } from 'vitest';
import { borrowedSizes, machinesOnSale } from '../../../rehearsal/nodes/machines-on-sale.ts';
import type { PoolInput } from '../../stacks/target-sample.ts';
import { poolOf } from './sample-nodes.ts';

const SHARED = { name: 'share', sharing: { kind: 'timeSlicing', replicas: 4, trust: 'shared' } } as const;

function sold(...pools: readonly Partial<PoolInput>[]) {
  return machinesOnSale(pools.map((change) => poolOf(change)));
}

describe('The machines that Karpenter may buy', () => {
  test('have the size, price and zones of their pool', () => {
    expect(sold({ zones: ['eu-west-1b'] })).toEqual([
      {
        name: 'p5.48xlarge',
        architecture: 'amd64',
        zones: ['eu-west-1b'],
        usdPerHour: 55.04,
        spotUsdPerHour: 55.04,
        capacity: {
          cpu: '192',
          memory: '2048Gi',
          'ephemeral-storage': '1Ti',
          pods: '110',
          'nvidia.com/gpu': '8',
          'vpc.amazonaws.com/efa': '32',
        },
      },
    ]);
  });

  test('cost something also where no price is known', () => {
    const { shape, ...pool } = poolOf();
    expect(machinesOnSale([{ ...pool, shape: { ...shape, price: undefined } }])[0]?.usdPerHour).toBe(1);
  });

  test('are one for each instance type, in the zones of all its pools', () => {
    const machines = sold(
      { name: 'one', zones: ['eu-west-1a'] },
      { name: 'two', zones: ['eu-west-1b'] },
      { name: 'cpu', instance: 'm7i.8xlarge' },
    );
    expect(machines.map(({ name, zones }) => [name, zones])).toEqual([
      ['p5.48xlarge', ['eu-west-1a', 'eu-west-1b']],
      ['m7i.8xlarge', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ]);
  });

  test('offer what each of their pools counts', () => {
    expect(sold({}, SHARED)[0]?.capacity).toMatchObject({ 'nvidia.com/gpu': '8', 'nvidia.com/gpu.shared': '32' });
  });
});

describe('A pool whose machines are sized by another', () => {
  const coarse = poolOf({ name: 'coarse', sharing: { kind: 'timeSlicing', replicas: 2, trust: 'shared' } });

  test('is told of', () => {
    const machines = machinesOnSale([coarse, poolOf(SHARED)]);
    expect(borrowedSizes(poolOf(SHARED), machines)).toEqual([
      'pool share: the machines that Karpenter buys have 16 nvidia.com/gpu.shared instead of 32, as another pool of p5.48xlarge says',
    ]);
    expect(borrowedSizes(coarse, machines)).toEqual([]);
  });

  test('is none where pools count different things', () => {
    const machines = machinesOnSale([poolOf(), poolOf(SHARED)]);
    expect([...borrowedSizes(poolOf(), machines), ...borrowedSizes(poolOf(SHARED), machines)]).toEqual([]);
  });
});
