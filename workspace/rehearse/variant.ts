import { applyAssignment } from '../../rehearsal/what-if/assignment.ts';
import { parsePlatform } from '../../spec/parse-platform.ts';
import type { LoadedPlatform } from '../platform-file.ts';

/**
 * A platform with one change.
 *
 * @param assignment - such as `pools.train.nodes.max=32`
 * @throws {PlatformError} `WHATIF_…` for a change that means nothing, and what is wrong with the changed platform.
 */
export function variantOf(
  { extension, input, source }: LoadedPlatform,
  assignment: string,
): Pick<LoadedPlatform, 'spec' | 'extension'> {
  const { spec } = parsePlatform(applyAssignment(input, assignment), source);
  return { spec, extension };
}
