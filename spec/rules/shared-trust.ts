import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { usersOf } from '../pool-users.ts';
import { pathText } from '../spec-path.ts';

/** Time slicing and MPS isolate neither memory nor errors: teams meet on a device only if they say that they trust one another. */
export function* sharedTrust(spec: PlatformSpec): Iterable<Finding> {
  for (const [index, { name, sharing }] of spec.pools.entries()) {
    if ((sharing.kind !== 'timeSlicing' && sharing.kind !== 'mps') || sharing.trust === 'shared') continue;
    const users = usersOf(spec, name);
    if (users.length < 2) continue;
    const shown = users.slice(0, 5).map((team) => team.name);
    yield {
      code: 'POOL_SHARING_TRUST',
      level: 'error',
      at: pathText(['pools', index, 'sharing']),
      problem: `${users.length} teams (${shown.join(', ')}${users.length > 5 ? ', …' : ''}) would meet on devices of pool ${name}, whose memory is not isolated`,
      fix: 'set sharing.trust to shared if they trust one another; otherwise give each team a pool, or use partitions',
    };
  }
}
