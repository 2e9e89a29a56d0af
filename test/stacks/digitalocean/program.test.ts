import { describe, expect, test } from 'vitest';
import { infrastructureProgram } from '../infrastructure-program.ts';
import type { Registered } from '../recording.ts';
import { onDigitalOcean } from './digitalocean-sample.ts';

describe('the program of an environment on DigitalOcean', () => {
  const run = infrastructureProgram();

  test('builds the infrastructure, and says where images are pushed to', async () => {
    const registered: Registered[] = [];
    const { outputs } = await run(onDigitalOcean(), registered);
    expect(registered.map(({ type }) => type)).toContain('plinth:digitalocean:Environment');
    expect(outputs).toHaveProperty('registry');
  });

  test.each([
    ['a reservation', onDigitalOcean({ capacity: { kind: 'reservation', reservation: 'r' } }), 'POOL_CAPACITY'],
    ['flex-start', onDigitalOcean({ capacity: { kind: 'flexStart' } }), 'POOL_CAPACITY'],
    ['queued machines', onDigitalOcean({ capacity: { kind: 'queued' } }), 'POOL_CAPACITY'],
    ['spot machines of a size that has none', onDigitalOcean({ capacity: { kind: 'spot' } }), 'POOL_CAPACITY'],
    ['a zone', onDigitalOcean({ zones: ['ams3-a'] }), 'POOL_ZONE_TARGET'],
    ['a driver of the operator', onDigitalOcean({ driver: 'operator' }), 'POOL_DRIVER_TARGET'],
    ['a region of another cloud', onDigitalOcean({}, { region: 'eu-west-1' }), 'STACK_REGION_FORM'],
    ['a network that is too large', onDigitalOcean({}, { network: { nodes: '10.0.0.0/12' } }), 'STACK_NETWORK_SIZE'],
  ] as const)('registers nothing for %s', async (_, input, code) => {
    const registered: Registered[] = [];
    await expect(run(input, registered)).rejects.toThrow(code);
    expect(registered).toEqual([]);
  });
});
