import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { durationText, type Seconds } from '../units.ts';

/** Longest life that Google gives a flex-start node. */
const LONGEST = (7 * 86_400) as Seconds;
/** Shortest run that Google takes. */
const SHORTEST = 600 as Seconds;

/** A flex-start node lives between ten minutes and seven days. */
export function* flexStartRun({ pools }: PlatformSpec): Iterable<Finding> {
  for (const [index, { capacity }] of pools.entries()) {
    if (capacity.kind !== 'flexStart') continue;
    const { longestRun } = capacity;
    if (longestRun >= SHORTEST && longestRun <= LONGEST) continue;
    yield {
      code: 'POOL_FLEX_START_RANGE',
      level: 'error',
      at: pathText(['pools', index, 'capacity', 'longestRun']),
      problem: `a flex-start node lives between ${durationText(SHORTEST)} and 7d, not ${durationText(longestRun)}`,
      fix: longestRun > LONGEST ? 'write 7d' : `write ${durationText(SHORTEST)}`,
    };
  }
}
