import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Rules of replication and webhooks have names of their own, because the registry knows them by these. */
export function* registryNames({ registry }: PlatformSpec): Iterable<Finding> {
  if (registry === undefined) return;
  for (const list of ['replications', 'webhooks'] as const) {
    const seen = new Set<string>();
    for (const [index, { name }] of registry[list].entries()) {
      if (seen.has(name))
        yield {
          code: 'REGISTRY_NAME_TWICE',
          level: 'error',
          at: pathText(['registry', list, index, 'name']),
          problem: `${name} is the name of an earlier one`,
          fix: 'give each its own name',
        };
      seen.add(name);
    }
  }
}
