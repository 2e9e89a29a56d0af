import { cidrRange, overlap } from '../cidr-range.ts';
import type { Finding } from '../finding.ts';
import { namedNetworks } from '../named-networks.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Parts of the cluster's own address plan that no team's pods may be let into by their address. */
const INSIDE = ['the nodes', 'the pods', 'the services'];

/** A declared way out leads out: never to nodes, to services, or to other teams' pods. */
export function* teamEgress(spec: PlatformSpec): Iterable<Finding> {
  const inside = namedNetworks(spec).flatMap(({ planned, text, what }) => {
    const range = planned && INSIDE.includes(what) ? cidrRange(text) : undefined;
    return range === undefined ? [] : [{ range, what }];
  });
  for (const [index, { egress }] of spec.teams.entries()) {
    for (const [position, { to }] of egress.entries()) {
      const wanted = cidrRange(to);
      const hit = wanted && inside.find(({ range }) => overlap(wanted, range));
      if (hit === undefined) continue;
      yield {
        code: 'TEAM_EGRESS_INSIDE',
        level: 'error',
        at: pathText(['teams', index, 'egress', position, 'to']),
        problem: `${to} reaches into the platform: ${hit.range.text} is the network of ${hit.what}`,
        fix: 'name only networks outside the platform, as narrow as they are',
      };
    }
  }
}
