import { describe, expect, test } from 'vitest';
import { localDisks } from '../../../stacks/gcp/machine.ts';
import { resourceLimits } from '../../../stacks/gcp/resource-limits.ts';
import { tpuSlice } from '../../../stacks/gcp/tpu-slice.ts';
import { spread } from '../../../stacks/gcp/zones.ts';

test.each([
  [3, 3, { zones: 3, perZone: 1 }],
  [6, 3, { zones: 3, perZone: 2 }],
  [4, 3, { zones: 2, perZone: 2 }],
  [5, 3, { zones: 1, perZone: 5 }],
  [2, 1, { zones: 1, perZone: 2 }],
])('%i machines in %i zones are spread evenly, and are exactly as many', (machines, zones, expected) => {
  expect(spread(machines, zones)).toEqual(expected);
});

test.each([
  ['a2-ultragpu-4g', 4],
  ['a2-highgpu-8g', 0],
  ['a3-highgpu-1g', 2],
  ['a3-highgpu-8g', 16],
  ['a3-megagpu-8g', 16],
  ['a3-ultragpu-8g', 32],
  ['a4-highgpu-8g', 32],
  ['g2-standard-4', 0],
  ['ct6e-standard-4t', 0],
])('%s has %i disks of its own', (instance, disks) => {
  expect(localDisks(instance)).toBe(disks);
});

test.each([
  ['ct5lp-hightpu-4t', 8, { topology: '4x8', byPolicy: false }],
  ['ct6e-standard-4t', 64, { topology: '16x16', byPolicy: false }],
  ['tpu7x-standard-4t', 4, { topology: '2x2x4', byPolicy: true }],
  ['tpu7x-standard-4t', 3, undefined],
  ['ct6e-standard-8t', 2, undefined],
  ['a3-ultragpu-8g', 8, undefined],
])('%s, %i of them, make the slice %o', (instance, machines, slice) => {
  expect(tpuSlice(instance, machines)).toEqual(slice);
});

describe('what GKE may make of its own accord', () => {
  const pool = (instance: string, max: number) => ({ instance, nodes: { min: 0, max } });

  test('is what the pools need at their largest, and room for the platform’s own', () => {
    expect(resourceLimits([pool('a3-ultragpu-8g', 4), pool('g2-standard-24', 2), pool('g2-standard-4', 3)])).toEqual([
      { resourceType: 'cpu', maximum: 6 * 4 + 4 * 224 + 2 * 24 + 3 * 4 },
      { resourceType: 'memory', maximum: 104 + 12_679 + 207 + 52 },
      { resourceType: 'nvidia-h200-141gb', maximum: 32 },
      { resourceType: 'nvidia-l4', maximum: 7 },
    ]);
  });

  test('counts a machine whose size nobody publishes as the largest, and TPUs by their type', () => {
    const limits = resourceLimits([pool('ct6e-standard-4t', 1)]);
    expect(limits[0]).toEqual({ resourceType: 'cpu', maximum: 6 * 4 + 384 });
    expect(limits[2]).toEqual({ resourceType: 'tpu-v6e-slice', maximum: 4 });
  });
});
