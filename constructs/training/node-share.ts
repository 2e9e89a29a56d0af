import { sizeText } from '../../spec/units.ts';
import type { Quantity, ResourceRequirements } from '../imports/kubernetes.gen.ts';
import type { PoolFlavor } from '../queueing/index.ts';

/** Part of a node's CPU and memory that pods can have; the rest is the kubelet's, the system's and the node agents'. */
export const ALLOCATABLE = 0.9;

/** Most of a pool's unit that one pod can have: all accelerators of a node, or what is allocatable of its vCPUs. */
export function mostPerNode({ resource, shape }: PoolFlavor): number {
  return resource === 'cpu' ? Math.floor(shape.unitsPerNode * ALLOCATABLE) : shape.unitsPerNode;
}

/**
 * What one pod of a job asks for: so many units of the pool, and the CPU and memory that go with them.
 *
 * Memory is limited to what is asked for; CPU is not, because a limit only slows a job down.
 *
 * @param fabric - whether the pod also asks for its part of the node's RDMA devices
 */
export function nodeShare(pool: PoolFlavor, units: number, fabric = false): ResourceRequirements {
  const { resource, shape } = pool;
  const share = (units / shape.unitsPerNode) * (resource === 'cpu' ? 1 : ALLOCATABLE);
  const cpu = resource === 'cpu' ? units : shape.vcpus && Math.max(1, Math.floor(shape.vcpus * share));
  const memory = shape.memoryGib && sizeText(Math.max(1, Math.floor(shape.memoryGib * share)));
  const devices: Record<string, Quantity> = {
    ...(resource === 'cpu' ? {} : { [resource]: `${units}` }),
    ...(fabric ? fabricDevices(pool, units) : {}),
  };
  const limited = { ...(memory === undefined ? {} : { memory }), ...devices };
  return { requests: { ...(cpu === undefined ? {} : { cpu: `${cpu}` }), ...limited }, limits: limited };
}

function fabricDevices({ facts, shape }: PoolFlavor, units: number): Record<string, Quantity> {
  if (facts.fabric === undefined) return {};
  const { further = [], perNode, resource } = facts.fabric;
  const amount = `${Math.max(1, Math.floor((perNode * units) / shape.unitsPerNode))}`;
  return Object.fromEntries([resource, ...further].map((name) => [name, amount]));
}
