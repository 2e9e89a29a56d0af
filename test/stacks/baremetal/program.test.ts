import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import pulumiProgram from '../../../workspace/pulumi-program.ts';
import { type Registered, recordedRun } from '../recording.ts';
import { MACHINES, onBaremetal } from './baremetal-sample.ts';

describe('the program of an environment on machines of one’s own', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-program-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(input: object, registered: Registered[]) {
    const file = join(folder, 'platform.yaml');
    await writeFile(file, stringify(input));
    return recordedRun(pulumiProgram, {
      registered,
      config: { 'plinth:spec': file, 'plinth:layer': 'infrastructure' },
    });
  }

  test('builds the infrastructure, and hides the keys by which machines are reached', async () => {
    const registered: Registered[] = [];
    const { outputs } = await run(onBaremetal(), registered);
    expect(registered.map(({ type }) => type)).toContain('plinth:baremetal:Environment');
    const { talos } = outputs as { talos: { readonly isSecret: Promise<boolean> } };
    expect(await talos.isSecret).toBe(true);
  });

  test.each([
    ['spot machines', onBaremetal({ capacity: { kind: 'spot' } }), 'POOL_CAPACITY'],
    ['a driver of the operator', onBaremetal({ driver: 'operator' }), 'POOL_DRIVER_TARGET'],
    ['no machines', onBaremetal({}, { machines: [] }), 'STACK_MACHINES_NONE'],
    ['a machine too few', onBaremetal({}, { machines: MACHINES.slice(0, 4) }), 'STACK_MACHINES_COUNT'],
    ['Cluster API', onBaremetal({}, { distribution: 'clusterApi' }), 'STACK_DISTRIBUTION_OUTSIDE'],
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
