import { accelerators } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A described machine names its accelerator as the catalogue does, which knows its memory and partitions. */
export function* knownAccelerator({ pools }: PlatformSpec): Iterable<Finding> {
  for (const [index, { machine }] of pools.entries()) {
    const model = machine?.accelerator;
    if (model === undefined || Object.hasOwn(accelerators, model)) continue;
    yield {
      code: 'POOL_ACCELERATOR_UNKNOWN',
      level: 'error',
      at: pathText(['pools', index, 'machine', 'accelerator']),
      problem: `no accelerator of the catalogue is called ${model}`,
      fix: fixByName(model, Object.keys(accelerators)),
    };
  }
}
