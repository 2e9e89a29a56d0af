import { type CidrRange, cidrRange, overlap } from '../../../spec/cidr-range.ts';
import type { IPBlock } from '../../imports/kubernetes.gen.ts';
import { CREDENTIAL_ADDRESSES } from '../credential-addresses.ts';

/** What stands in a range of addresses that a rule names. */
export interface AddressBlock {
  /**
   * Whether a pod may have one of the addresses.
   *
   * Objects do not say which addresses pods get, and network plugins differ in whether an address rule covers pods: any
   * address that a rule leaves open may be a pod's, but for those that end at the machine.
   */
  readonly mayHoldPods: boolean;
  /** Addresses in it that hand out machine credentials. */
  readonly credentials: readonly string[];
}

/** Ranges of addresses, each looked at once: the namespaces of a platform name the same few. */
export class AddressBlocks {
  readonly #known = new Map<string, AddressBlock>();

  /** What stands in a range. */
  public of(block: IPBlock): AddressBlock {
    const key = [block.cidr, ...(block.except ?? [])].join(' ');
    const found = this.#known.get(key) ?? {
      mayHoldPods: !endsAtMachine(block.cidr) && leavesPart(block, block.cidr),
      credentials: CREDENTIAL_ADDRESSES.filter((address) => leavesPart(block, address)),
    };
    this.#known.set(key, found);
    return found;
  }
}

/** Addresses that end at the machine: no pod has one. */
const LINK_LOCAL = ['169.254.0.0/16', 'fe80::/10'];

function endsAtMachine(cidr: string): boolean {
  const whole = cidrRange(cidr);
  return whole !== undefined && LINK_LOCAL.some((text) => covers(cidrRange(text), whole));
}

/**
 * Whether a rule's block leaves part of a network open.
 *
 * Exceptions are looked at one by one: two halves that together take a network are not seen as one, which only ever
 * makes the answer more careful.
 */
function leavesPart({ cidr, except = [] }: IPBlock, network: string): boolean {
  const block = cidrRange(cidr);
  const wanted = cidrRange(network);
  if (block === undefined || wanted === undefined) return true;
  if (!overlap(block, wanted)) return false;
  const narrower = block.prefix > wanted.prefix ? block : wanted;
  return !except.some((text) => covers(cidrRange(text), narrower));
}

function covers(outer: CidrRange | undefined, inner: CidrRange): boolean {
  return outer !== undefined && outer.prefix <= inner.prefix && overlap(outer, inner);
}
