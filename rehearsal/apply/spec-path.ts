import type { PlatformSpec } from '../../spec/platform.ts';

/** Parts of the spec that rooms are named after. */
const SECTIONS = ['queueing', 'training', 'access', 'registry', 'serving', 'delivery'] as const;

/** What rooms make for each pool; its construct is called so, with the name of the pool behind a hyphen. */
const OF_POOL = ['amd', 'class', 'flavor', 'overlay', 'pool', 'topology'] as const;

/**
 * Place in the spec that an object comes from: its team, its pool, or the section its room is named after.
 *
 * @param construct - path of the construct that made it
 * @returns nothing for what the platform always has
 */
export function specPathOf(spec: PlatformSpec, construct: string, team: string | undefined): string | undefined {
  const teamIndex = spec.teams.findIndex(({ name }) => name === team);
  if (teamIndex >= 0) return `teams[${teamIndex}]`;
  const parts = construct.split('/');
  const poolIndex = spec.pools.findIndex(({ name }) => OF_POOL.some((kind) => parts.includes(`${kind}-${name}`)));
  if (poolIndex >= 0) return `pools[${poolIndex}]`;
  return SECTIONS.find((section) => parts.includes(section) && spec[section] !== undefined);
}
