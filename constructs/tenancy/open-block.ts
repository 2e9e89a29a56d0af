import { cidrRange, overlap } from '../../spec/cidr-range.ts';
import type { NetworkPolicyPeer } from '../imports/kubernetes.gen.ts';
import { CREDENTIAL_ADDRESSES } from './credential-addresses.ts';

/**
 * A range of addresses in a network rule, without the addresses in it that hand out machine credentials.
 *
 * @param metadata - further such addresses of this place
 */
export function openBlock(
  cidr: string,
  metadata: readonly string[],
  except: readonly string[] = [],
): NetworkPolicyPeer {
  const closed = [...except, ...credentialsIn(cidr, metadata)];
  const unique = closed.filter((one, index) => closed.indexOf(one) === index && !closed.some((o) => wider(o, one)));
  return { ipBlock: unique.length === 0 ? { cidr } : { cidr, except: unique } };
}

/** Addresses inside a range, and not all of it, that hand out machine credentials. */
function credentialsIn(cidr: string, metadata: readonly string[]): readonly string[] {
  return [...CREDENTIAL_ADDRESSES, ...metadata].filter((address) => wider(cidr, address));
}

/** Whether a range has all addresses of another, and more. */
function wider(outer: string, inner: string): boolean {
  const [a, b] = [cidrRange(outer), cidrRange(inner)];
  return a !== undefined && b !== undefined && a.prefix < b.prefix && overlap(a, b);
}
