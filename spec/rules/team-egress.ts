import { cidrRange, overlap } from '../cidr-range.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Where machines give credentials to whoever asks. */
const METADATA = '169.254.0.0/16';

/** A declared way out leads out: never to other teams' pods, to nodes, or to the address that hands out credentials. */
export function* teamEgress({ target, teams }: PlatformSpec): Iterable<Finding> {
  const inside = [
    ...ownNetworks(target),
    ['the addresses that hand out machine credentials', METADATA] as const,
  ].flatMap(([what, text]) => {
    const range = cidrRange(text);
    return range === undefined ? [] : [{ what, range }];
  });
  for (const [index, { egress }] of teams.entries()) {
    for (const [position, { to }] of egress.entries()) {
      const wanted = cidrRange(to);
      const hit = wanted && inside.find(({ range }) => overlap(wanted, range));
      if (hit === undefined) continue;
      yield {
        code: 'TEAM_EGRESS_INSIDE',
        level: 'error',
        at: pathText(['teams', index, 'egress', position, 'to']),
        problem: `${to} reaches into ${hit.what} (${hit.range.text})`,
        fix: 'name only networks outside the platform, as narrow as they are',
      };
    }
  }
}

function ownNetworks(target: PlatformSpec['target']): (readonly [what: string, network: string])[] {
  if (target.kind === 'existing') return [];
  const { nodes, pods, services } = target.network;
  return [
    ['the platform’s nodes', nodes],
    ['the platform’s pods', pods],
    ['the platform’s services', services],
  ];
}
