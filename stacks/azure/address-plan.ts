import { lastBlock } from '../../spec/address-plan.ts';
import { cidrRange } from '../../spec/cidr-range.ts';

/** Where the two subnets of a network lie. */
export interface AddressPlan {
  /** Machines and load balancers: the first half of the network. Pods have addresses of their own. */
  readonly nodes: string;
  /** API server: the last /28, which the facts name. */
  readonly controlPlane: string;
  /** Machines for which the first half has room. */
  readonly room: number;
}

/** Smallest subnet that AKS takes for an API server. */
const CONTROL_PLANE_PREFIX = 28;
/** Addresses that Azure keeps in every subnet. */
const KEPT = 5;

/**
 * Divides a network. The plan depends on nothing else, so that subnets stay where they are.
 *
 * @returns nothing where the network has no room for both
 */
export function addressPlan(network: string): AddressPlan | undefined {
  const range = cidrRange(network);
  if (range?.family !== 'ipv4' || range.prefix + 1 > CONTROL_PLANE_PREFIX) return undefined;
  return {
    nodes: `${range.network}/${range.prefix + 1}`,
    controlPlane: lastBlock(network, CONTROL_PLANE_PREFIX),
    room: range.addresses / 2 - KEPT,
  };
}

/** Address of the DNS service: the tenth of the services' range, as AKS itself would choose it. The first is the API's. */
export function dnsService(services: string): string {
  const range = cidrRange(services);
  if (range?.family !== 'ipv4') throw new Error(`bug: nobody checked whether ${services} is an IPv4 network`);
  const [last = '0', ...rest] = range.network.split('.').reverse();
  return [...rest.reverse(), `${Number(last) + 10}`].join('.');
}
