import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** Without a bucket, logs and traces are away while their one server moves, and lost with its disk. */
export function* telemetryStore({ observability }: PlatformSpec): Iterable<Finding> {
  if (observability === undefined) return;
  const { logs, store, traces } = observability;
  if (logs === undefined && traces === undefined) {
    if (store === undefined) return;
    yield {
      code: 'OBSERVABILITY_STORE_UNUSED',
      level: 'error',
      at: 'observability.store',
      problem: 'a bucket is named, and neither logs nor traces are kept',
      fix: 'add `logs: {}` or `traces: {}`, or take the bucket out',
    };
    return;
  }
  if (store !== undefined) return;
  yield {
    code: 'OBSERVABILITY_STORE_SINGLE',
    level: 'warning',
    at: 'observability',
    problem: 'logs and traces lie on one disk of one server each: they are away while it moves, and lost with the disk',
    fix: 'name a bucket in observability.store',
  };
}
