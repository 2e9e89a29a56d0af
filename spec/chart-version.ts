import type { Component } from '../catalog/index.ts';

/**
 * Whether a version of a component does not say what to install: its chart counts by itself, or it is a folder of a Git
 * repository at a revision of its own.
 */
export function hasOtherSourceVersion({ source, version }: Component): boolean {
  if (source.kind === 'git') return true;
  return source.kind !== 'none' && source.version.replace(/^v/, '') !== version;
}
