import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText, type SpecPath } from '../spec-path.ts';

/** Zones lie in the region of the target, and a pool's zones among those of the target. */
export function* poolZones({ pools, target }: PlatformSpec): Iterable<Finding> {
  const known = 'zones' in target ? target.zones : undefined;
  const region = target.kind === 'aws' || target.kind === 'gcp' ? target.region : undefined;
  if (region !== undefined && known !== undefined) yield* outside(['target', 'zones'], known, region);
  for (const [index, { zones }] of pools.entries()) {
    const list: SpecPath = ['pools', index, 'zones'];
    if (target.kind === 'digitalocean' && zones.length > 0)
      yield {
        code: 'POOL_ZONE_TARGET',
        level: 'error',
        at: pathText(list),
        problem: 'DigitalOcean has no zones, only regions',
        fix: 'remove zones',
      };
    else if (known !== undefined && known.length > 0) yield* missing(list, zones, known);
    else if (region !== undefined) yield* outside(list, zones, region);
  }
}

function* outside(list: SpecPath, zones: readonly string[], region: string): Iterable<Finding> {
  for (const [index, zone] of zones.entries()) {
    if (zone.startsWith(region) && zone !== region) continue;
    yield {
      code: 'TARGET_ZONE_REGION',
      level: 'error',
      at: pathText([...list, index]),
      problem: `${zone} is not a zone of the region ${region}`,
      fix: `name a zone of the region, which begins with ${region}`,
    };
  }
}

function* missing(list: SpecPath, zones: readonly string[], known: readonly string[]): Iterable<Finding> {
  for (const [index, zone] of zones.entries()) {
    if (known.includes(zone)) continue;
    yield {
      code: 'POOL_ZONE_TARGET',
      level: 'error',
      at: pathText([...list, index]),
      problem: `the cluster does not reach into ${zone}; target.zones has ${known.join(', ')}`,
      fix: `${fixByName(zone, known)}, or add ${zone} to target.zones`,
    };
  }
}
