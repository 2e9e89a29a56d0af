import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** On a volume of one node the registry runs once, and pulls stop while it moves. */
export function* registryStorage({ registry, target }: PlatformSpec): Iterable<Finding> {
  if (registry === undefined || target.kind !== 'existing') return;
  if (target.storage.objects !== undefined || target.storage.shared !== undefined) return;
  yield {
    code: 'REGISTRY_STORAGE_SINGLE',
    level: 'warning',
    at: 'target.storage',
    problem: 'the cluster has neither an object store nor volumes of many nodes: the registry runs once, on one volume',
    fix: 'name storage.objects or storage.shared',
  };
}
