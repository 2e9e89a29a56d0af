import { edgeHost } from '../edge-host.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';

/** Sites reach the hub by the one way in, at a host of its own. */
export function* edgeAccess({ access, edge, registry }: PlatformSpec): Iterable<Finding> {
  if (edge === undefined) return;
  if (access === undefined) {
    yield {
      code: 'EDGE_ACCESS_MISSING',
      level: 'error',
      at: 'edge',
      problem: 'sites have no way to the platform',
      fix: 'add access with a domain and a sign-in, or remove edge',
    };
    return;
  }
  const host = edgeHost(edge, access);
  const others = [
    ...['argocd', 'sign-in', 'grafana'].map((part) => `${part}.${access.domain}`),
    ...(registry === undefined ? [] : Object.values(registry.hosts)),
  ];
  if (others.includes(host))
    yield {
      code: 'EDGE_HOST_TAKEN',
      level: 'error',
      at: 'edge.host',
      problem: `${host} is the host of another part of the platform`,
      fix: `choose another name, such as edge.${access.domain}`,
    };
}
