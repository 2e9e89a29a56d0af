import { describe, expect, test } from 'vitest';
import { infrastructureProgram } from '../infrastructure-program.ts';
import type { Registered } from '../recording.ts';
import { onAzure } from './azure-sample.ts';

const FIXED = { nodes: { min: 2, max: 2 } };

describe('the program of an environment on Azure', () => {
  const run = infrastructureProgram();

  test('builds the infrastructure, and says where images are cached', async () => {
    const registered: Registered[] = [];
    const { outputs } = await run(onAzure(FIXED), registered);
    expect(registered.map(({ type }) => type)).toContain('plinth:azure:Environment');
    expect(Object.keys((outputs as { imageCaches: object }).imageCaches)).toContain('registry.k8s.io');
  });

  test('takes the old word of its configuration for no closed door', async () => {
    const registered: Registered[] = [];
    const config = { 'plinth:privateApiServer': 'true' };
    await expect(run(onAzure(FIXED), registered, config)).rejects.toThrow(/STACK_CONFIG_MOVED .*target\.apiAccess/);
    expect(registered).toEqual([]);
  });

  test.each([
    ['a Capacity Block', onAzure({ capacity: { kind: 'capacityBlock', reservation: 'cr-0123' } }), 'POOL_CAPACITY'],
    ['queued machines', onAzure({ capacity: { kind: 'queued' }, nodes: { min: 0, max: 2 } }), 'POOL_CAPACITY'],
    ['a region of another cloud', onAzure(FIXED, { region: 'eu-west-1' }), 'STACK_REGION_FORM'],
    [
      'a reservation by its short name',
      onAzure({ ...FIXED, capacity: { kind: 'reservation', reservation: 'h100' } }),
      'STACK_RESERVATION_FORM',
    ],
    ['InfiniBand between zones', onAzure({ ...FIXED, zones: ['1', '2'] }), 'STACK_POOL_ZONE_ONE'],
    [
      'a network that is too small',
      onAzure({ nodes: { min: 14, max: 14 } }, { network: { nodes: '10.0.0.0/26' } }),
      'STACK_NETWORK_NODES',
    ],
    [
      'a cut that nobody makes',
      onAzure({ ...FIXED, allocator: 'dra', sharing: { kind: 'partition', profile: '1g.20gb' } }),
      'STACK_PARTITION_UNCUT',
    ],
  ])('registers nothing for %s', async (_, input, code) => {
    const registered: Registered[] = [];
    await expect(run(input, registered)).rejects.toThrow(code);
    expect(registered).toEqual([]);
  });
});
