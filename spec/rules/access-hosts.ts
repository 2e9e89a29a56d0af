import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { SIGN_IN_PART } from '../sign-in.ts';
import { pathText } from '../spec-path.ts';

/** Parts of the platform that stand below the domain whatever else does. */
const OWN_PARTS = [SIGN_IN_PART, 'argocd'];

/** A host belongs to one part of the platform: a gateway that had it twice would answer with either. */
export function* accessHosts({ access, registry }: PlatformSpec): Iterable<Finding> {
  if (access === undefined || registry === undefined) return;
  const { external, internal } = registry.hosts;
  const taken = new Map(OWN_PARTS.map((part) => [`${part}.${access.domain}`, `the platform’s own ${part}`]));
  for (const [which, host] of Object.entries({ external, internal })) {
    const other = taken.get(host);
    if (other === undefined) continue;
    yield {
      code: 'ACCESS_HOST_TWICE',
      level: 'error',
      at: pathText(['registry', 'hosts', which]),
      problem: `${host} is the host of ${other} too`,
      fix: 'choose another name',
    };
  }
}
