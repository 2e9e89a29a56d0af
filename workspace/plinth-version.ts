import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** What Plinth's package says of itself, as far as it is read. */
export interface PlinthManifest {
  /** Version of Plinth. */
  readonly version: string;
  /** Node that it runs on. */
  readonly engines: { readonly node: string };
  /** Packages that users install beside it, with the versions that fit. */
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** Version of Plinth itself, from its package. */
export function plinthVersion(): string {
  return plinthManifest().version;
}

/** The package of Plinth itself. */
export function plinthManifest(): PlinthManifest {
  const file = findPackageJSON('..', import.meta.url);
  if (file === undefined) throw new Error('bug: the package of Plinth has no package.json');
  return JSON.parse(readFileSync(file, 'utf8')) as PlinthManifest;
}
