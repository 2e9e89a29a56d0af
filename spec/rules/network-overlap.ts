import { cidrRange, overlap } from '../cidr-range.ts';
import type { Finding } from '../finding.ts';
import { type NamedNetwork, namedNetworks } from '../named-networks.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** An address belongs to one network, or packets go astray. Peers may overlap one another: nobody routes between them here. */
export function* networkOverlap(spec: PlatformSpec): Iterable<Finding> {
  const plan = namedNetworks(spec).filter(({ planned }) => planned);
  for (const [index, later] of plan.entries()) {
    for (const earlier of plan.slice(0, index)) {
      if (earlier.what === later.what || allowed(earlier, later)) continue;
      const [a, b] = [cidrRange(earlier.text), cidrRange(later.text)];
      if (a === undefined || b === undefined || !overlap(a, b)) continue;
      yield {
        code: 'NETWORK_CIDR_OVERLAP',
        level: 'error',
        at: pathText(later.path),
        problem: `${later.text} of ${later.what} overlaps ${earlier.text} of ${earlier.what} (${pathText(earlier.path)})`,
        fix: 'choose a network that no other part uses',
      };
    }
  }
}

/**
 * Load balancers on bare metal are announced on the nodes' own network, so they usually lie inside it. And the subnets of an existing
 * network are part of it, which as a whole is named as a peer.
 */
function allowed(earlier: NamedNetwork, later: NamedNetwork): boolean {
  if (later.what === 'a peer') return earlier.path.includes('existing');
  return later.what === 'the load balancers' && earlier.what === 'the nodes';
}
