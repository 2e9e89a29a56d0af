import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../spec/finding.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { rendered } from '../../sample.ts';
import { type PoolInput, platformOn, TARGETS } from '../../stacks/target-sample.ts';
import { h100, onExisting } from './accelerators-sample.ts';

function findingsOf(input: PlatformInput) {
  try {
    rendered(input);
    return [];
  } catch (error) {
    if (error instanceof PlatformError) return error.findings;
    throw error;
  }
}

describe('folders of the driver', () => {
  const image: PoolInput = { ...h100, name: 'image', allocator: 'dra' };
  const operator: PoolInput = { ...h100, name: 'own', allocator: 'dra', driver: 'operator' };

  test('may not differ between pools whose devices are claimed', () => {
    expect(findingsOf(onExisting(h100, image, operator))).toEqual([
      {
        code: 'ACCELERATORS_DRA_DRIVER_ROOT',
        level: 'error',
        at: 'pools[2].driver',
        problem:
          'the driver lies in /run/nvidia/driver and in / on pool image; the DRA driver looks in one folder for all pools',
        fix: 'set driver to the same as on pool image, or allocator to devicePlugin on one of them',
      },
    ]);
  });

  test.each([
    ['all bring their own', onExisting(image, { ...image, name: 'second' })],
    ['all get the operator’s', onExisting(operator, { ...operator, name: 'second' })],
    ['the other has a device plugin', onExisting(image, { ...operator, allocator: 'devicePlugin' })],
  ])('are one where %s', (_, input) => {
    expect(findingsOf(input)).toEqual([]);
  });
});

describe('container runtimes on AKS', () => {
  const pool = (name: string, change: Partial<PoolInput> = {}): PoolInput => ({
    name,
    instance: 'Standard_NC96ads_A100_v4',
    nodes: { min: 1, max: 1 },
    ...change,
  });

  test('may not differ between pools of NVIDIA accelerators', () => {
    expect(findingsOf(platformOn(TARGETS.azure, pool('a'), pool('b', { driver: 'operator' })))).toEqual([
      {
        code: 'ACCELERATORS_RUNTIME_MIXED',
        level: 'error',
        at: 'pools[1].driver',
        problem:
          'on Azure all pools of NVIDIA accelerators take their container runtime from the same place, and pool a takes it from another',
        fix: 'set driver to the same as on pool a',
      },
    ]);
  });

  test.each([
    ['both drivers are the cloud’s', platformOn(TARGETS.azure, pool('a'), pool('b'))],
    [
      'both drivers are the operator’s',
      platformOn(TARGETS.azure, pool('a', { driver: 'operator' }), pool('b', { driver: 'operator' })),
    ],
    ['it is not Azure', onExisting(h100, { ...h100, name: 'own', driver: 'operator' })],
  ])('are one where %s', (_, input) => {
    expect(findingsOf(input)).toEqual([]);
  });
});
