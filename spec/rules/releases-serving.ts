import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** Signers are of use only where models are served, here or at sites, or images of teams must be signed. */
export function* releasesServing({ edge, policy, releases, serving }: PlatformSpec): Iterable<Finding> {
  if (releases === undefined || serving !== undefined || edge !== undefined) return;
  if (policy !== undefined && policy.images.signatures !== 'off') return;
  yield {
    code: 'RELEASES_SERVING_MISSING',
    level: 'error',
    at: 'releases',
    problem: 'it says whose models may be served, and nothing is served',
    fix: 'add serving, or set policy.images.signatures, or remove releases',
  };
}
