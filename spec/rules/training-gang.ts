import type { Finding } from '../finding.ts';
import { largestQuota } from '../largest-gang.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A job that no team may ever start need not be planned for; more likely a quota is missing. */
export function* trainingGang(spec: PlatformSpec): Iterable<Finding> {
  const asked = spec.training?.largestGang;
  if (asked === undefined) return;
  const most = largestQuota(spec);
  if (asked <= most.accelerators) return;
  yield {
    code: 'TRAINING_GANG_UNREACHABLE',
    level: 'warning',
    at: pathText(['training', 'largestGang']),
    problem: `no team may hold ${asked} accelerators of one pool at once; the most is ${most.accelerators} (${most.because})`,
    fix: `raise a team’s guaranteed or borrowable, or set largestGang to ${Math.max(1, most.accelerators)}`,
  };
}
