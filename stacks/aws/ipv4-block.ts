import { cidrRange } from '../../spec/cidr-range.ts';

/** A block of IPv4 addresses, to count with. */
export interface Ipv4Block {
  /** First address as a number. */
  readonly start: number;
  /** Bits that name the block; 0–32. */
  readonly prefix: number;
}

/** Reads a block; nothing where the text is no IPv4 network. */
export function ipv4Block(cidr: string): Ipv4Block | undefined {
  const range = cidrRange(cidr);
  if (range?.family !== 'ipv4') return undefined;
  const start = range.network.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { start, prefix: range.prefix };
}

/** The first blocks of a size within another; fewer where they do not fit. */
export function blocksOf(within: Ipv4Block, prefix: number, count: number): Ipv4Block[] {
  const fitting = prefix < within.prefix ? 0 : 2 ** (prefix - within.prefix);
  const size = 2 ** (32 - prefix);
  return Array.from({ length: Math.min(count, fitting) }, (_, index) => ({
    start: within.start + index * size,
    prefix,
  }));
}

/** A block as people write it. */
export function textOf({ prefix, start }: Ipv4Block): string {
  return `${[24, 16, 8, 0].map((bits) => Math.floor(start / 2 ** bits) % 256).join('.')}/${prefix}`;
}
