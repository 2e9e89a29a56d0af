import { envelope } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** Namespaces of Kubernetes, the operators and the platform's rooms; a round number on the safe side. */
const OWN_NAMESPACES = 40;

/** A cluster has no more namespaces than Kubernetes promises its service levels for. */
export function* envelopeNamespaces({ teams }: PlatformSpec): Iterable<Finding> {
  const fabric = teams.filter((team) => team.fabric === 'allowed').length;
  const namespaces = teams.length + fabric + OWN_NAMESPACES;
  if (namespaces <= envelope.namespaces) return;
  yield {
    code: 'PLATFORM_NAMESPACES_ENVELOPE',
    level: 'error',
    at: 'teams',
    problem: `${teams.length} teams, ${fabric} fabric namespaces and about ${OWN_NAMESPACES} of the platform are ${namespaces} namespaces; Kubernetes keeps its promises up to ${envelope.namespaces}`,
    fix: `set fabric to none for ${namespaces - envelope.namespaces} teams, or split the platform into two`,
  };
}
