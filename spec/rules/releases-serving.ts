import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** Signers of models are of use only where models are served. */
export function* releasesServing({ releases, serving }: PlatformSpec): Iterable<Finding> {
  if (releases === undefined || serving !== undefined) return;
  yield {
    code: 'RELEASES_SERVING_MISSING',
    level: 'error',
    at: 'releases',
    problem: 'it says whose models may be served, and nothing is served',
    fix: 'add serving, or remove releases',
  };
}
