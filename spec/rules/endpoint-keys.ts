import { keySecret } from '../endpoint-host.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { secretSource } from '../secret-source.ts';
import { pathText } from '../spec-path.ts';

/** Each holder of a key has one of its own, and somebody makes it. */
export function* endpointKeys({ access, serving, target }: PlatformSpec): Iterable<Finding> {
  const external = access !== undefined && secretSource(access, target.kind).kind === 'external';
  for (const [index, endpoint] of (serving?.endpoints ?? []).entries()) {
    const { keys } = endpoint;
    for (const [place, holder] of keys.entries())
      if (keys.indexOf(holder) !== place)
        yield {
          code: 'ENDPOINT_KEY_REPEATED',
          level: 'error',
          at: pathText(['serving', 'endpoints', index, 'keys', place]),
          problem: `${holder} has a key already: which of the two called would not be known`,
          fix: 'name each holder once',
        };
    // A stack makes up what external.json lists; on a cluster that is there already its owner does.
    if (!external || target.kind !== 'existing' || keys.length === 0) continue;
    const [first = ''] = keys;
    yield {
      code: 'ENDPOINT_KEYS_YOURS',
      level: 'warning',
      at: pathText(['serving', 'endpoints', index, 'keys']),
      problem:
        'there is no store of secrets, so nobody makes the keys; until all are there the host for keys lets nobody in',
      fix: `make the Secrets that external.json lists, such as ${keySecret(endpoint, first)}, each with a long random value of its own under the holder’s name; or set access.secrets to vault`,
    };
  }
}
