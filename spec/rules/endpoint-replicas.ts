import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Fewest servers are not more than most, and servers that only read prompts have others to hand their work to. */
export function* endpointReplicas({ serving }: PlatformSpec): Iterable<Finding> {
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    const { max, min } = endpoint.replicas;
    const at = pathText(['serving', 'endpoints', index, 'replicas', 'min']);
    if (min > max)
      yield {
        code: 'ENDPOINT_REPLICAS_RANGE',
        level: 'error',
        at,
        problem: `fewest servers (${min}) are more than most (${max})`,
        fix: `set min to ${max} or less`,
      };
    if (min === 0 && endpoint.kind === 'language' && endpoint.prefill !== undefined)
      yield {
        code: 'ENDPOINT_PREFILL_ZERO',
        level: 'error',
        at,
        problem: `${endpoint.prefill.replicas} servers that only read prompts always run, and with min: 0 nobody would write answers`,
        fix: 'set min to 1 or more, or remove prefill',
      };
  }
}
