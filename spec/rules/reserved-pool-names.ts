import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** The machines of the platform's own controllers are pools too, and are called `plinth…`. */
export function* reservedPoolNames({ pools }: PlatformSpec): Iterable<Finding> {
  for (const [index, { name }] of pools.entries()) {
    if (name !== 'plinth' && !name.startsWith('plinth-')) continue;
    yield {
      code: 'POOL_NAME_RESERVED',
      level: 'error',
      at: pathText(['pools', index, 'name']),
      problem: `no pool may be called ${name}: machines of the platform itself are named so`,
      fix: 'choose a name that does not begin with plinth',
    };
  }
}
