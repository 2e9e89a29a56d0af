import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** Where everybody sees every team's pages, logs and traces cannot be shown to anybody. */
export function* telemetryViewers({ observability }: PlatformSpec): Iterable<Finding> {
  if (observability?.viewers !== 'teams') return;
  if (observability.logs === undefined && observability.traces === undefined) return;
  yield {
    code: 'OBSERVABILITY_VIEWERS_MIXED',
    level: 'error',
    at: 'observability.viewers',
    problem: 'all teams share one Grafana, in which whoever looks can ask for the logs and traces of every team',
    fix: 'set observability.viewers to `own` or `admins`',
  };
}
