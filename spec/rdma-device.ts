import type { FabricDevice } from './facts.ts';
import type { PoolSpec } from './pool.ts';
import type { PoolShape } from './pool-shape.ts';

/** Extended resource under which our own network operator offers the RDMA ports of a node. */
const RDMA = 'rdma/fabric';
/** Extended resource of Amazon’s device plugin for EFA. */
const EFA = 'vpc.amazonaws.com/efa';

/**
 * The RDMA device of a pool, where we or Amazon’s plugin offer it.
 *
 * Nothing for shared accelerators, whose pods never span nodes; for Ascend, whose ports sit on the accelerator itself; for
 * networks that need no device (TCPX, TPU links); and for EFA where the number of interfaces is not published.
 */
export function rdmaDevice(pool: PoolSpec, shape: PoolShape | undefined): FabricDevice | undefined {
  if (shape?.accelerator === undefined || shape.accelerator.vendor === 'huawei') return undefined;
  if (pool.sharing.kind !== 'whole') return undefined;
  const { devicesPerNode, fabric } = shape;
  switch (fabric.kind) {
    case 'efa':
      return fabric.interfaces === undefined
        ? undefined
        : { resource: EFA, perNode: fabric.interfaces, allocator: 'operator' };
    case 'infiniband':
    case 'roce':
      return { resource: RDMA, perNode: fabric.ports ?? devicesPerNode, allocator: 'operator' };
    case 'site':
      return { resource: RDMA, perNode: devicesPerNode, allocator: 'operator' };
    default:
      return undefined;
  }
}
