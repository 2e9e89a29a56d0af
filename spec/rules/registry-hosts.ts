import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** The registry has two names, and copies nothing to itself. */
export function* registryHosts({ registry }: PlatformSpec): Iterable<Finding> {
  if (registry === undefined) return;
  const { external, internal } = registry.hosts;
  if (external === internal)
    yield {
      code: 'REGISTRY_HOSTS_EQUAL',
      level: 'error',
      at: 'registry.hosts.internal',
      problem: `it is ${external}, as is registry.hosts.external`,
      fix: 'choose a name that only the cluster’s own network knows',
    };
  for (const [index, { to }] of registry.replications.entries()) {
    if (to !== external && to !== internal) continue;
    yield {
      code: 'REGISTRY_REPLICATION_SELF',
      level: 'error',
      at: pathText(['registry', 'replications', index, 'to']),
      problem: `${to} is this registry itself`,
      fix: 'name the other registry',
    };
  }
}
