import { describe, expect, test } from 'vitest';
import { infrastructureProgram } from '../infrastructure-program.ts';
import type { Registered } from '../recording.ts';
import { MACHINES, METAL3_MACHINES, onBaremetal, onClusterApi } from './baremetal-sample.ts';

describe('the program of an environment on machines of one’s own', () => {
  const run = infrastructureProgram();

  test('builds the infrastructure, and hides the keys by which machines are reached', async () => {
    const registered: Registered[] = [];
    const { outputs } = await run(onBaremetal(), registered);
    expect(registered.map(({ type }) => type)).toContain('plinth:baremetal:Environment');
    const { talos } = outputs as { talos: { readonly isSecret: Promise<boolean> } };
    expect(await talos.isSecret).toBe(true);
  });

  test('reads the way to the management cluster and to the machines’ controllers from the configuration', async () => {
    const credentials = METAL3_MACHINES.map(({ name }) => [name, { username: 'admin', password: `plain-${name}` }]);
    const registered: Registered[] = [];
    await run(onClusterApi(), registered, {
      'plinth:managementKubeconfig': 'plain-management',
      'plinth:managementContext': 'ours',
      'plinth:bmcCredentials': JSON.stringify(Object.fromEntries(credentials)),
    });
    const inputs = (name: string) => registered.find((each) => each.custom && each.name === name)?.inputs;
    expect(inputs('atlas-prod-management')).toMatchObject({
      kubeconfig: { secret: 'plain-management' },
      context: 'ours',
    });
    expect(inputs('Secret:atlas-prod/gpu-1-bmc')?.['stringData']).toEqual({
      secret: { username: 'admin', password: 'plain-gpu-1' },
    });
  });

  test('says that credentials are no object, and not what they are', async () => {
    const failed = run(onClusterApi(), [], { 'plinth:bmcCredentials': 'plain-password' });
    await expect(failed).rejects.toThrow('STACK_BMC_FORM');
    await expect(failed).rejects.not.toThrow('plain-password');
  });

  test.each([
    ['spot machines', onBaremetal({ capacity: { kind: 'spot' } }), 'POOL_CAPACITY'],
    ['a driver of the operator', onBaremetal({ driver: 'operator' }), 'POOL_DRIVER_TARGET'],
    ['no machines', onBaremetal({}, { machines: [] }), 'STACK_MACHINES_NONE'],
    ['a machine too few', onBaremetal({}, { machines: MACHINES.slice(0, 4) }), 'STACK_MACHINES_COUNT'],
    ['Cluster API without an image', onClusterApi({}, { image: undefined }), 'STACK_IMAGE_NONE'],
    ['controllers without passwords', onClusterApi(), 'STACK_BMC_CREDENTIALS'],
    [
      'an address that is none',
      onBaremetal({}, { machines: [{ name: 'cp-1', address: '10.0.0' }] }),
      'target.machines[0].address',
    ],
  ] as const)('registers nothing for %s', async (_, input, code) => {
    const registered: Registered[] = [];
    await expect(run(input, registered)).rejects.toThrow(code);
    expect(registered).toEqual([]);
  });
});
