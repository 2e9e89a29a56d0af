import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { signedPlaces } from '../policy-registries.ts';

/** Signatures need somebody who signs, and places whose images are signed. */
export function* policySignatures(spec: PlatformSpec): Iterable<Finding> {
  const { policy, releases } = spec;
  if (policy === undefined || policy.images.signatures === 'off') return;
  const at = 'policy.images.signatures';
  if (releases === undefined)
    yield {
      code: 'POLICY_SIGNERS_MISSING',
      level: 'error',
      at,
      problem: 'images must be signed, and nobody is trusted to sign',
      fix: 'say in releases.signers who signs, or set policy.images.signatures to off',
    };
  if (signedPlaces(spec).length === 0)
    yield {
      code: 'POLICY_SIGNED_NOWHERE',
      level: 'error',
      at,
      problem: 'images must be signed, and no registry is named whose images are',
      fix: 'name registries in policy.images.signed or policy.images.registries',
    };
}
