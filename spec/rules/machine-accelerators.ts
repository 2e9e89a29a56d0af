import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A described machine has a model and a number of accelerators, or neither. */
export function* machineAccelerators({ pools }: PlatformSpec): Iterable<Finding> {
  for (const [index, { machine }] of pools.entries()) {
    if (machine === undefined || (machine.accelerator !== undefined) === machine.count > 0) continue;
    yield {
      code: 'POOL_MACHINE_COUNT',
      level: 'error',
      at: pathText(['pools', index, 'machine', machine.accelerator === undefined ? 'count' : 'accelerator']),
      problem:
        machine.accelerator === undefined
          ? `the machine has ${machine.count} accelerators, but does not say which`
          : `the machine has accelerators of model ${machine.accelerator}, but count is 0`,
      fix:
        machine.accelerator === undefined
          ? 'add accelerator, or set count to 0'
          : 'set count to the accelerators of one machine (1–16), or remove accelerator',
    };
  }
}
