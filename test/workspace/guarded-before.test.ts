import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { PlatformInput } from '../../spec/platform.ts';
import pulumiProgram from '../../workspace/pulumi-program.ts';
import { onAws } from '../stacks/aws/aws-sample.ts';
import { type Registered, recordedRun } from '../stacks/recording.ts';

describe('the program of an environment', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-guarded-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(input: PlatformInput, before?: Readonly<Record<string, unknown>>, allow?: string) {
    const file = join(folder, 'platform.yaml');
    await writeFile(file, stringify(input));
    const registered: Registered[] = [];
    const config = { 'plinth:spec': file, 'plinth:layer': 'infrastructure', ...(allow && { 'plinth:allow': allow }) };
    try {
      const { outputs } = await recordedRun(pulumiProgram, { registered, config, before });
      return { registered, outputs: outputs as Record<string, unknown>, words: '' };
    } catch (error) {
      return { registered, outputs: {}, words: (error as Error).message };
    }
  }

  const spot = onAws({ capacity: { kind: 'spot' } });

  test('leaves what it guards, and compares it with nothing the first time', async () => {
    const { outputs, words } = await run(onAws());
    expect(words).toBe('');
    expect(outputs['plinthGuarded']).toContainEqual(
      expect.objectContaining({ name: 'atlas-prod-pools-train', what: 'pool', letGo: false }),
    );
  });

  test('registers nothing that would make a pool anew, and says where in the file and how to allow it', async () => {
    const { outputs } = await run(onAws());
    const refused = await run(spot, outputs);
    expect(refused.registered).toEqual([]);
    expect(refused.words).toMatch(
      /platform\.yaml:\d+:\d+ STACK_POOL_REPLACED at pools\[0\]: pool train .*; .*'plinth:allow\[0\]' 'train'$/,
    );
    expect((await run(spot, outputs, '["train"]')).words).toBe('');
  });

  test('goes on with outputs of another form, which an older program may have left', async () => {
    for (const plinthGuarded of ['all', [1, { name: 'train' }, { from: {}, place: {}, allow: [] }], { train: true }])
      expect((await run(spot, { plinthGuarded })).words).toBe('');
  });
});
