import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** Version of Plinth itself, from its package. */
export function plinthVersion(): string {
  const file = findPackageJSON('..', import.meta.url);
  if (file === undefined) throw new Error('bug: the package of Plinth has no package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
