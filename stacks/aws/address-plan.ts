import { lastBlock } from '../../spec/address-plan.ts';
import { blocksOf, type Ipv4Block, ipv4Block, textOf } from './ipv4-block.ts';

/** Where the subnets of a network lie, one of each sort for each zone. */
export interface AddressPlan {
  /** Nodes and pods, as large as the network lets them be. */
  readonly nodes: readonly string[];
  /** Gateways to the internet and public load balancers; /27 each. */
  readonly public: readonly string[];
  /** Interfaces of the API server, in the last /24, which the facts name; /27 each. */
  readonly controlPlane: readonly string[];
}

/** Block that the facts set aside for the control plane. */
const CONTROL_PLANE_PREFIX = 24;
/** Size of the small subnets: 27 usable addresses, more than the 16 that EKS and the 8 that load balancers want free. */
const SMALL_PREFIX = 27;
/** Smallest subnet that nodes may have; AWS takes none smaller. */
const SMALLEST_NODES = 28;

/**
 * Divides a network among its zones. The plan depends on nothing but the network and the number of zones, so that subnets stay
 * where they are when a zone gets a name.
 *
 * @param network - the VPC's network, a /16 to /23
 * @param zones - how many zones there are, 2–6
 * @returns nothing where the network has no room for them
 */
export function addressPlan(network: string, zones: number): AddressPlan | undefined {
  const all = ipv4Block(network);
  const control = ipv4Block(lastBlock(network, CONTROL_PLANE_PREFIX));
  if (all === undefined || control === undefined || control.prefix <= all.prefix) return undefined;
  for (let prefix = all.prefix + 1; prefix <= SMALLEST_NODES; prefix++) {
    const nodes = blocksOf(all, prefix, zones);
    const open = publicBlocks(nodes, control, zones);
    if (nodes.length < zones || open === undefined) continue;
    return {
      nodes: nodes.map(textOf),
      public: open.map(textOf),
      controlPlane: blocksOf(control, SMALL_PREFIX, zones).map(textOf),
    };
  }
  return undefined;
}

/** The blocks right before the control plane's, if the nodes' end before them. */
function publicBlocks(nodes: readonly Ipv4Block[], control: Ipv4Block, zones: number): Ipv4Block[] | undefined {
  const size = 2 ** (32 - SMALL_PREFIX);
  const start = control.start - zones * size;
  const end = Math.max(...nodes.map((block) => block.start + 2 ** (32 - block.prefix)));
  if (end > start) return undefined;
  return Array.from({ length: zones }, (_, index) => ({ start: start + index * size, prefix: SMALL_PREFIX }));
}
