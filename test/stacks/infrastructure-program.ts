import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { stringify } from 'yaml';
import pulumiProgram from '../../workspace/pulumi-program.ts';
import { type Registered, recordedRun } from './recording.ts';

/**
 * The program of `Pulumi.yaml`, for the tests of one `describe`: each run reads a spec file of its own and builds the
 * infrastructure alone.
 */
export function infrastructureProgram() {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-program-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return async (input: object, registered: Registered[], config: Readonly<Record<string, string>> = {}) => {
    const file = join(folder, 'platform.yaml');
    await writeFile(file, stringify(input));
    return recordedRun(pulumiProgram, {
      registered,
      config: { 'plinth:spec': file, 'plinth:layer': 'infrastructure', ...config },
    });
  };
}
