import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** What answers callers needs the one way in: there is no other by which anybody would be asked who he is. */
export function* accessMissing({ access, observability, registry, serving }: PlatformSpec): Iterable<Finding> {
  if (access !== undefined) return;
  for (const [at, section] of Object.entries({ registry, serving, observability })) {
    if (section === undefined) continue;
    yield {
      code: 'ACCESS_MISSING',
      level: 'error',
      at,
      problem: `${at} answers callers, and there is no way in that asks them who they are`,
      fix: `add access with a domain and a sign-in, or remove ${at}`,
    };
  }
}
