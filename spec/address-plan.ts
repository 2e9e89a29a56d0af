import ipaddr from 'ipaddr.js';
import { cidrRange } from './cidr-range.ts';

/**
 * The last block of a network, set aside for one purpose: chosen, so that rules can name it before anything is built.
 *
 * @param network - network in CIDR form
 * @param prefix - size of the block as an IPv4 prefix, 8–32
 * @returns the whole network where it is no larger than the block, or not IPv4
 */
export function lastBlock(network: string, prefix: number): string {
  const range = cidrRange(network);
  if (range === undefined || range.family !== 'ipv4' || range.prefix >= prefix) return network;
  const end = numberOf(range.network) + range.addresses;
  return `${addressOf(end - 2 ** (32 - prefix))}/${prefix}`;
}

/** The first address of the Service range, which Kubernetes gives to its own API; the whole range where it is not IPv4. */
export function apiService(services: string): string {
  const range = cidrRange(services);
  if (range === undefined || range.family !== 'ipv4') return services;
  return `${addressOf(numberOf(range.network) + 1)}/32`;
}

/**
 * One of the equal blocks that a network is divided into.
 *
 * @param network - network in CIDR form
 * @param prefix - size of the blocks as an IPv4 prefix, up to 32
 * @param index - place of the block, counted from 0
 * @returns nothing where the network has no such block, or is not IPv4
 */
export function blockAt(network: string, prefix: number, index: number): string | undefined {
  const range = cidrRange(network);
  if (range?.family !== 'ipv4' || prefix < range.prefix || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  if ((index + 1) * size > range.addresses) return undefined;
  return `${addressOf(numberOf(range.network) + index * size)}/${prefix}`;
}

function numberOf(address: string): number {
  return ipaddr.IPv4.parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0);
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');
}
