import { blockAt, lastBlock } from '../../spec/address-plan.ts';

/** Where the parts of a network lie. */
export interface AddressPlan {
  /** Machines: the first half. */
  readonly nodes: string;
  /** Networks between accelerators, eight of them, in the third quarter. */
  readonly accelerators: readonly string[];
  /** Shared files: half of the last quarter. */
  readonly files: string;
  /** The API server: the last /28, which the facts name. */
  readonly controlPlane: string;
}

/** Smallest network that can be divided: its files get a /24, the least that Filestore takes for instances that grow. */
const SMALLEST = 21;
/** Networks between accelerators that a machine can be in besides its own (A3 Mega). */
const MOST_NETWORKS = 8;
/** Size of the block that the facts set aside for the API server. */
const CONTROL_PLANE_PREFIX = 28;

/**
 * Divides a network. A subnet of Google's is one block, so the machines' ends where the first half does.
 *
 * The plan depends on the network alone: nothing moves when a pool comes or goes.
 *
 * @param network - the machines' network of the spec
 * @returns nothing where it is too small, or not IPv4
 */
export function addressPlan(network: string): AddressPlan | undefined {
  const prefix = Number(network.split('/')[1]);
  if (prefix > SMALLEST) return undefined;
  const nodes = blockAt(network, prefix + 1, 0);
  const files = blockAt(network, prefix + 3, 6);
  // The third quarter in eight: blocks 16 to 23 of 32.
  const accelerators = Array.from({ length: MOST_NETWORKS }, (_, index) => blockAt(network, prefix + 5, 16 + index));
  if (nodes === undefined || files === undefined) return undefined;
  return {
    nodes,
    accelerators: accelerators.filter((block) => block !== undefined),
    files,
    controlPlane: lastBlock(network, CONTROL_PLANE_PREFIX),
  };
}

/** Addresses that Google keeps in each subnet. */
const KEPT = 4;

/** Machines that a subnet has room for. */
export function machinesIn(subnet: string): number {
  return 2 ** (32 - Number(subnet.split('/')[1])) - KEPT;
}
