import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** The priority of an endpoint is one of the platform's: its servers and the team's jobs are put in order by the same ones. */
export function* endpointPriority({ queueing, serving }: PlatformSpec): Iterable<Finding> {
  const names = queueing.priorities.map(({ name }) => name);
  for (const [index, { priority }] of (serving?.endpoints ?? []).entries()) {
    if (priority === undefined || names.includes(priority)) continue;
    yield {
      code: 'ENDPOINT_PRIORITY_UNKNOWN',
      level: 'error',
      at: pathText(['serving', 'endpoints', index, 'priority']),
      problem: `"${priority}" is no priority of the platform`,
      fix: `${fixByName(priority, names)}, or add it to queueing.priorities`,
    };
  }
}
