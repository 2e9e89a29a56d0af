import { fixByName } from '../spec/nearest.ts';
import { ENGINE_GROUPS, type EngineGroup } from './engine-catalog.ts';
import { EngineError } from './engine-error.ts';

/**
 * The groups that a user names, in the order in which they are built.
 *
 * @throws {EngineError} `ENGINE_GROUP_UNKNOWN` with the nearest right word, for each that there is not.
 */
export function engineGroups(names: readonly string[]): readonly EngineGroup[] {
  const unknown = names.filter((name) => !ENGINE_GROUPS.some((known) => known === name));
  if (unknown.length === 0) return ENGINE_GROUPS.filter((group) => names.includes(group));
  throw new EngineError(
    ...unknown.map((name) => ({
      code: 'ENGINE_GROUP_UNKNOWN' as const,
      at: 'engines',
      problem: `there is no group of engines called ${name}`,
      fix: fixByName(name, ENGINE_GROUPS),
    })),
  );
}
