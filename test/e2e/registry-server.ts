import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineBinary } from '../../rehearsal/engines.ts';

/**
 * A registry that keeps its content in a folder.
 *
 * @param name - of its content and its settings in that folder
 * @param addr - where it listens, such as `127.0.0.1:5000`
 * @returns program and arguments that start it
 */
export function registryServer(folder: string, name: string, addr: string): readonly [string, ...string[]] {
  const file = join(folder, `${name}.json`);
  const storage = { filesystem: { rootdirectory: join(folder, name) } };
  writeFileSync(file, JSON.stringify({ version: 0.1, log: { level: 'error' }, storage, http: { addr } }));
  return [engineBinary('registry'), 'serve', file];
}
