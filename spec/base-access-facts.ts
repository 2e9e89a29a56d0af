import { clusterName } from './cluster-name.ts';
import type { AccessFacts } from './facts.ts';
import type { PlatformSpec } from './platform.ts';
import { secretSource } from './secret-source.ts';

/** What the way in must know at any place: what the spec itself names. A target adds what its cloud has. */
export function baseAccessFacts({ access, metadata, target }: PlatformSpec): AccessFacts | undefined {
  if (access === undefined) return undefined;
  const source = secretSource(access, target.kind);
  const server = access.dns?.server;
  return {
    loadBalancer: {},
    serviceAccountOwner: 'manifests',
    identityPodLabels: {},
    dns: server === undefined ? undefined : { provider: 'rfc2136', server },
    secretStore: source.kind === 'vault' ? { ...source, prefix: clusterName(metadata) } : undefined,
  };
}
