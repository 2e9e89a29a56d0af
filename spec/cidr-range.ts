import ipaddr from 'ipaddr.js';

/** A proper network: family, first address, and how many bits name it. */
export interface CidrRange {
  /** Network as the user wrote it. */
  readonly text: string;
  /** IPv4 or IPv6. */
  readonly family: 'ipv4' | 'ipv6';
  /** Network with its host bits cleared. */
  readonly network: string;
  /** Bits that name the network; 0–32 or 0–128. */
  readonly prefix: number;
  /** Whether no host bits were set. */
  readonly exact: boolean;
  /** Addresses in it; may be larger than what a number holds exactly. */
  readonly addresses: number;
}

/** Networks that were read already: a thousand teams name the same few. */
const read = new Map<string, CidrRange | undefined>();

/** Reads a network in CIDR form; nothing where it is none. IPv4 needs all four numbers; none may have leading zeros. */
export function cidrRange(text: string): CidrRange | undefined {
  if (!read.has(text)) read.set(text, readRange(text));
  return read.get(text);
}

function readRange(text: string): CidrRange | undefined {
  if (!/\/(0|[1-9]\d*)$/.test(text)) return undefined;
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) {
    const network = ipaddr.IPv4.networkAddressFromCIDR(text).toString();
    return range(text, 'ipv4', network, ipaddr.IPv4.parse(addressOf(text)).toString());
  }
  if (!ipaddr.IPv6.isValidCIDR(text)) return undefined;
  const network = ipaddr.IPv6.networkAddressFromCIDR(text).toString();
  return range(text, 'ipv6', network, ipaddr.IPv6.parse(addressOf(text)).toString());
}

function range(text: string, family: CidrRange['family'], network: string, address: string): CidrRange {
  const prefix = Number(text.split('/')[1]);
  const bits = family === 'ipv4' ? 32 : 128;
  return { text, family, network, prefix, exact: network === address, addresses: 2 ** (bits - prefix) };
}

/** Whether two networks share an address. */
export function overlap(a: CidrRange, b: CidrRange): boolean {
  if (a.family !== b.family) return false;
  const prefix = Math.min(a.prefix, b.prefix);
  return ipaddr.parse(a.network).match(ipaddr.parse(b.network), prefix);
}

function addressOf(text: string): string {
  return text.split('/')[0] ?? '';
}
