import { cidrRange } from '../cidr-range.ts';
import type { Finding } from '../finding.ts';
import { namedNetworks } from '../named-networks.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Every network is one: four numbers up to 255, a prefix that fits, and no host bits. */
export function* properNetworks(spec: PlatformSpec): Iterable<Finding> {
  for (const { path, text } of namedNetworks(spec)) {
    const range = cidrRange(text);
    if (range === undefined)
      yield {
        code: 'NETWORK_CIDR_INVALID',
        level: 'error',
        at: pathText(path),
        problem: `${text} is not a network in CIDR form`,
        fix: 'write an address and a prefix, 0–32 for IPv4 or 0–128 for IPv6, such as 10.0.0.0/16',
      };
    else if (!range.exact)
      yield {
        code: 'NETWORK_CIDR_HOST_BITS',
        level: 'error',
        at: pathText(path),
        problem: `${text} is an address inside a network, not the network: bits after the first ${range.prefix} are set`,
        fix: `write ${range.network}/${range.prefix}`,
      };
  }
}
