import { describe, expect, test } from 'vitest';
import { infrastructureProgram } from '../infrastructure-program.ts';
import type { Registered } from '../recording.ts';
import { onGcp } from './gcp-sample.ts';

describe('the program of an environment on Google Cloud', () => {
  const run = infrastructureProgram();

  test('builds the infrastructure, and says where images are cached', async () => {
    const registered: Registered[] = [];
    const { outputs } = await run(onGcp(), registered);
    expect(registered.map(({ type }) => type)).toContain('plinth:gcp:Environment');
    expect(Object.keys((outputs as { imageCaches: object }).imageCaches)).toContain('registry.k8s.io');
  });

  test('brings the platform alone into the cluster of another stack', async () => {
    const registered: Registered[] = [];
    await expect(run(onGcp(), registered, { 'plinth:layer': 'platform' })).rejects.toThrow('LOCK_MISSING');
    expect(registered).toEqual([]);
  });

  test.each([
    ['queued machines that always stand', onGcp({ capacity: { kind: 'queued' } }), 'POOL_CAPACITY_MINIMUM'],
    ['flex-start that stands', onGcp({ capacity: { kind: 'flexStart' } }), 'POOL_CAPACITY_MINIMUM'],
    [
      'queued machines without an autoscaler',
      onGcp({ capacity: { kind: 'queued' }, nodes: { min: 0, max: 4 } }, { autoscaler: 'none' }),
      'POOL_CAPACITY_AUTOSCALER',
    ],
    ['a driver of the operator', onGcp({ driver: 'operator' }), 'POOL_DRIVER_TARGET'],
    [
      'partitions by DRA',
      onGcp({ allocator: 'dra', sharing: { kind: 'partition', profile: '1g.18gb' } }),
      'POOL_DRA_SHARING',
    ],
    ['a Capacity Block', onGcp({ capacity: { kind: 'capacityBlock', reservation: 'cr-0123' } }), 'POOL_CAPACITY'],
    ['packed machines in no zone', onGcp({ zones: [] }), 'STACK_POOL_ZONE_ONE'],
    ['a network that is too small', onGcp({}, { network: { nodes: '10.0.0.0/24' } }), 'STACK_NETWORK_SMALL'],
  ])('registers nothing for %s', async (_, input, code) => {
    const registered: Registered[] = [];
    await expect(run(input, registered)).rejects.toThrow(code);
    expect(registered).toEqual([]);
  });
});
