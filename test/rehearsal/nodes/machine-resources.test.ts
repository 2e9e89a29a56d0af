import { describe, expect, test } from 'vitest';
import { hasUnpublishedSize, machineResources } from '../../../rehearsal/nodes/machine-resources.ts';
import type { PoolInput } from '../../stacks/target-sample.ts';
import { poolOf } from './sample-nodes.ts';

function resourcesOf(change: Partial<PoolInput>) {
  const { facts, shape } = poolOf(change);
  return machineResources(facts, shape);
}

const SIZE = { cpu: '192', memory: '2048Gi', 'ephemeral-storage': '1Ti' };
const EFA = { 'vpc.amazonaws.com/efa': '32' };

describe('The resources of a simulated machine', () => {
  test('are its size, its accelerators and the devices of its fabric', () => {
    expect(resourcesOf({})).toEqual({ ...SIZE, 'nvidia.com/gpu': '8', ...EFA });
  });

  test('are seven partitions of each accelerator that is cut into sevenths, and no fabric, which partitions cannot use', () => {
    const sharing = { kind: 'partition', profile: '1g.10gb' } as const;
    expect(resourcesOf({ sharing })).toEqual({ ...SIZE, 'nvidia.com/mig-1g.10gb': '56' });
  });

  test.each(['timeSlicing', 'mps'] as const)('are as many shares as %s makes', (kind) => {
    const resources = resourcesOf({ sharing: { kind, replicas: 4, trust: 'shared' } });
    expect(resources).toMatchObject({ 'nvidia.com/gpu.shared': '32' });
    expect(resources).not.toHaveProperty('nvidia.com/gpu');
  });

  test('are no accelerators where those are claimed, and none where there are none', () => {
    expect(resourcesOf({ allocator: 'dra' })).toEqual({ ...SIZE, ...EFA });
    expect(resourcesOf({ instance: 'm7i.8xlarge' })).toEqual({
      cpu: '32',
      memory: '128Gi',
      'ephemeral-storage': '1Ti',
    });
  });

  test('are the same number of each name where the ports of a fabric have names of their own', () => {
    const { facts, shape } = poolOf();
    const fabric = { resource: 'rdma/a', further: ['rdma/b'], perNode: 1 };
    expect(machineResources({ ...facts, fabric }, shape)).toEqual({
      ...SIZE,
      'nvidia.com/gpu': '8',
      'rdma/a': '1',
      'rdma/b': '1',
    });
  });

  test('are large, and made up, where nobody publishes the size', () => {
    const { facts, shape } = poolOf();
    const unknown = { ...shape, vcpus: undefined, memoryGib: undefined };
    expect(machineResources(facts, unknown)).toMatchObject({ cpu: '192', memory: '2048Gi' });
    expect(hasUnpublishedSize(unknown)).toBe(true);
    expect(hasUnpublishedSize({ ...shape, vcpus: undefined })).toBe(true);
    expect(hasUnpublishedSize({ ...shape, memoryGib: undefined })).toBe(true);
    expect(hasUnpublishedSize(shape)).toBe(false);
  });
});
