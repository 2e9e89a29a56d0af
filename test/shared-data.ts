import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const shared = fileURLToPath(new URL('../../shared/', import.meta.url));

/**
 * Where a file of the data shared beside the repository lies, such as `reference/accelerators.tsv`.
 *
 * Without that folder, as in a clone, it says so on the console and gives nothing: skip the test then.
 */
export function sharedData(path: string): string | undefined {
  const file = `${shared}${path}`;
  if (existsSync(file)) return file;
  console.log(`skipped: needs ../shared (${path})`);
  return undefined;
}
