import type { ClusterClient } from '../cluster-client.ts';
import { ApiError, CONTENT } from '../cluster-client.ts';
import type { KubernetesObject } from '../kubernetes-object.ts';
import { watch } from '../watch.ts';

/** First three numbers of the addresses: a range for documentation (RFC 5737), so that nothing is ever reached by mistake. */
const RANGE = '192.0.2';

/** Addresses of the range that may be given. */
const ADDRESSES = 254;

/** Services with an address each, for as long as a rehearsal runs. */
export interface GivenAddresses {
  /** `namespace/name` of the Services that have one by now. */
  readonly services: readonly string[];
  /** Gives no more. */
  close(): void;
}

interface LoadBalancer extends KubernetesObject {
  readonly spec?: { readonly type?: string };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly object[] } };
}

/**
 * Gives every Service of type LoadBalancer an address as soon as it is there: nothing hands them out in a rehearsal, and a
 * gateway whose proxies have none is never programmed.
 */
export function giveAddresses(client: Pick<ClusterClient, 'get' | 'open' | 'send'>): GivenAddresses {
  const services = new Set<string>();
  const { close } = watch(client, '/api/v1/services', ({ object, type }) => {
    const { metadata, spec, status } = object as LoadBalancer;
    const name = `${metadata.namespace}/${metadata.name}`;
    if (type === 'DELETED') return;
    if (spec?.type !== 'LoadBalancer' || (status?.loadBalancer?.ingress ?? []).length > 0) return;
    services.add(name);
    const address = `${RANGE}.${(([...services].indexOf(name) % ADDRESSES) + 1).toString()}`;
    // The control plane may be stopping; a Service that is there is told again by the next change or list.
    void give(client, object, address).catch(() => undefined);
  });
  return {
    get services() {
      return [...services];
    },
    close,
  };
}

async function give(client: Pick<ClusterClient, 'send'>, { metadata }: KubernetesObject, ip: string): Promise<void> {
  const path = `/api/v1/namespaces/${metadata.namespace}/services/${metadata.name}/status`;
  const body = { status: { loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } } };
  const answer = await client.send({ method: 'PATCH', path, body, contentType: CONTENT.merge });
  if (answer.status >= 400) throw new ApiError('PATCH', path, answer);
}
