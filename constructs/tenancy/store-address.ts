import { cidrRange } from '../../spec/cidr-range.ts';
import type { NetworkFacts, TeamBucket } from '../../spec/facts.ts';
import { namespaceNamed } from '../core/index.ts';
import type { NetworkPolicyPeer } from '../imports/kubernetes.gen.ts';
import { openBlock } from './open-block.ts';

/** IPv4 ranges that are never the public internet: private, shared, link-local, loopback, test, multicast, reserved. */
const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
];
/** The only part of IPv6 that is handed out for the public internet; private and link-local ranges lie outside it. */
const PUBLIC_IPV6 = '2000::/3';
/** Service of the cluster itself: `name.namespace.svc`, with or without the cluster's domain. */
const IN_CLUSTER = /^[a-z0-9-]+\.([a-z0-9-]+)\.svc(\..+)?$/;

/** Port of the object store. */
export function storePort({ endpoint }: TeamBucket): number {
  if (endpoint === undefined) return 443;
  const { port, protocol } = new URL(endpoint);
  if (port !== '') return Number(port);
  return protocol === 'http:' ? 80 : 443;
}

/**
 * Where the object store is, as narrowly as it is known: pods of the cluster, one address, the place's ranges, and only
 * where nothing is known the public internet.
 *
 * A store at a private address that is named by a host name is none of these: its network must be declared in the team's
 * `egress`.
 */
export function storePeers({ endpoint }: TeamBucket, network: NetworkFacts): readonly NetworkPolicyPeer[] {
  const host = endpoint === undefined ? '' : new URL(endpoint).hostname.replace(/^\[|\]$/g, '');
  const namespace = IN_CLUSTER.exec(host)?.[1];
  if (namespace !== undefined) return [{ namespaceSelector: namespaceNamed(namespace) }];
  const address = [`${host}/32`, `${host}/128`].find((cidr) => cidrRange(cidr)?.addresses === 1);
  if (address !== undefined) return [{ ipBlock: { cidr: address } }];
  const { metadata, objectStore } = network;
  if (objectStore.length > 0) return objectStore.map((cidr) => openBlock(cidr, metadata));
  const ipv4 = openBlock('0.0.0.0/0', metadata, NOT_PUBLIC);
  return hasIpv6(network) ? [ipv4, openBlock(PUBLIC_IPV6, metadata)] : [ipv4];
}

/** Whether the place has IPv6 addresses at all; some network plugins stumble over rules for a family they do not have. */
function hasIpv6({ apiServer, metadata }: NetworkFacts): boolean {
  return [...apiServer, ...metadata].some((cidr) => cidr.includes(':'));
}
