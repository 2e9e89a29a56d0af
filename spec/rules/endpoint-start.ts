import type { Finding } from '../finding.ts';
import { languageServerSize } from '../language-server-size.ts';
import type { PlatformSpec } from '../platform.ts';
import { poolShape } from '../pool-shape.ts';
import { firstServerStart } from '../server-start.ts';
import { pathText } from '../spec-path.ts';
import { durationText, type Seconds } from '../units.ts';

/** The queue takes back the place of pods that are not ready in time; large weights need more of it than jobs do. */
export function* endpointStart({ pools, queueing, serving, target }: PlatformSpec): Iterable<Finding> {
  const { timeout } = queueing.gangs;
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    if (endpoint.kind !== 'language') continue;
    const pool = pools.find(({ name }) => name === endpoint.pool);
    const shape = pool && poolShape(target.kind, pool);
    const size = shape && languageServerSize(endpoint, shape, pool.sharing);
    if (size === undefined) continue;
    const minutes = Math.ceil(firstServerStart(size.weightsGibibytes) / 60);
    if (minutes * 60 <= timeout) continue;
    yield {
      code: 'ENDPOINT_START_TIMEOUT',
      level: 'warning',
      at: pathText(['serving', 'endpoints', index]),
      problem: `a node that has never had its ${Math.round(size.weightsGibibytes)} GiB of weights may take ${minutes} minutes to its first answer, and the queue takes pods back that are not ready within ${durationText(timeout)}`,
      fix: `set queueing.gangs.timeout to ${durationText((minutes * 60) as Seconds)} or more`,
    };
  }
}
