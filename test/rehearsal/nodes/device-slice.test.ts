import { describe, expect, test } from 'vitest';
import { deviceSlice } from '../../../rehearsal/nodes/device-slice.ts';
import type { PoolInput } from '../../stacks/target-sample.ts';
import { poolOf } from './sample-nodes.ts';

interface Slice {
  readonly spec: { readonly devices: readonly { readonly name: string }[] };
}

function sliceOf(change: Partial<PoolInput>) {
  const { facts, pool, shape } = poolOf({ allocator: 'dra', ...change });
  return deviceSlice('train-0000', pool, facts, shape);
}

describe('The devices that a simulated node publishes for claims', () => {
  test('are of the driver of its vendor, in a pool of its own that is complete', () => {
    expect(sliceOf({})).toMatchObject({
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceSlice',
      metadata: { name: 'train-0000-gpu.nvidia.com' },
      spec: {
        driver: 'gpu.nvidia.com',
        nodeName: 'train-0000',
        pool: { name: 'train-0000', generation: 1, resourceSliceCount: 1 },
      },
    });
  });

  test('are its accelerators, each with model and memory', () => {
    const { devices } = (sliceOf({}) as unknown as Slice).spec;
    expect(devices).toHaveLength(8);
    expect(devices[7]).toEqual({
      name: 'gpu-7',
      attributes: { productName: { string: 'NVIDIA H100 80GB' }, type: { string: 'gpu' } },
      capacity: { memory: { value: '80Gi' } },
    });
  });

  test('are its partitions, each with its profile, where accelerators are cut', () => {
    const { devices } = (sliceOf({ sharing: { kind: 'partition', profile: '3g.40gb' } }) as unknown as Slice).spec;
    expect(devices).toHaveLength(16);
    expect(devices[0]).toEqual({
      name: 'gpu-partition-0',
      attributes: {
        productName: { string: 'NVIDIA H100 80GB' },
        type: { string: 'mig' },
        profile: { string: '3g.40gb' },
      },
    });
  });

  test('have no capacity where the memory of the model is not published', () => {
    const { facts, pool, shape } = poolOf({ allocator: 'dra' });
    const accelerator = shape.accelerator && { ...shape.accelerator, memoryGib: undefined };
    const { devices } = (deviceSlice('n', pool, facts, { ...shape, accelerator }) as unknown as Slice).spec;
    expect(devices[0]).not.toHaveProperty('capacity');
  });
});
