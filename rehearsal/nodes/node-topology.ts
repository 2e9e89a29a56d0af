import type { PoolFacts } from '../../spec/facts.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import type { PoolSpec } from '../../spec/pool.ts';

/**
 * Nodes in the narrowest network block of a simulated pool, and blocks in each wider one. What a cloud really gives is
 * known only once the machines are there.
 */
export const BLOCK_SIZE = 4;

/** Zones that the nodes of a pool are spread over: its own, or those of the target. */
export function zonesOf(spec: PlatformSpec, pool: PoolSpec): readonly string[] {
  return pool.zones.length > 0 ? named(spec.target, pool.zones) : targetZones(spec);
}

/**
 * Zone that a node of a pool stands in: one zone after the other. Where the pool has network blocks, the narrowest never
 * spans zones: the first blocks of nodes stand in the first zone, and so on.
 *
 * @param index - of the node within its pool, from 0
 */
export function zoneOf(spec: PlatformSpec, pool: PoolSpec, facts: PoolFacts, index: number): string {
  const zones = zonesOf(spec, pool);
  const blocks = Math.ceil((facts.nodes.standing + facts.nodes.elastic) / zones.length / BLOCK_SIZE);
  const place = facts.topologyLevels.length > 1 ? Math.floor(index / (blocks * BLOCK_SIZE)) : index % zones.length;
  return zones[place] ?? zones[0] ?? 'a';
}

/** Zones of the target: the spec's, or made-up ones of its region. */
export function targetZones({ target }: PlatformSpec): readonly string[] {
  if ('zones' in target && target.zones.length > 0) return named(target, target.zones);
  switch (target.kind) {
    case 'aws':
      return ['a', 'b', 'c'].map((letter) => `${target.region}${letter}`);
    case 'gcp':
      return ['a', 'b', 'c'].map((letter) => `${target.region}-${letter}`);
    case 'azure':
      return named(target, ['1', '2', '3']);
    case 'digitalocean':
      return [target.region];
    case 'baremetal':
      return [target.site];
    case 'existing':
      return ['existing'];
  }
}

/** Azure labels its nodes with region and number. */
function named(target: PlatformSpec['target'], zones: readonly string[]): readonly string[] {
  return target.kind === 'azure' ? zones.map((zone) => (/^\d$/.test(zone) ? `${target.region}-${zone}` : zone)) : zones;
}

/**
 * Labels for the network blocks of a node: equal for nodes of one block, {@link BLOCK_SIZE} nodes to the narrowest block
 * and as many blocks to each wider one. The last level is the host and is left to the node itself.
 *
 * @param levels - label keys from the widest to the narrowest
 * @param index - of the node within its pool, from 0
 */
export function blockLabels(pool: string, levels: readonly string[], index: number): Record<string, string> {
  const blocks = levels.slice(0, -1);
  return Object.fromEntries(
    blocks.map((key, level) => {
      const size = BLOCK_SIZE ** (blocks.length - level);
      return [key, `${pool}-${level}-${Math.floor(index / size)}`];
    }),
  );
}
