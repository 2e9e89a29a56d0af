import { ResourcePolicy } from '@pulumi/gcp/compute/resourcePolicy.js';
import { NodePool as GkeNodePool, type NodePoolArgs as GkeNodePoolArgs } from '@pulumi/gcp/container/nodePool.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import type { TpuSlice } from './tpu-slice.ts';

/** A pool of equal machines. */
export interface NodePoolArgs {
  /** The pool at GKE, without what follows from the slice. */
  readonly pool: GkeNodePoolArgs;
  /** Slice that the machines are wired to. @default - none */
  readonly slice?: TpuSlice & { readonly policy: string; readonly region: string };
}

/**
 * A node pool of GKE.
 *
 * Almost nothing of a pool can be changed: GKE makes another instead. Names are chosen, so the old one goes first; two could not
 * hold one reservation, or one quota of accelerators, anyway. Where GKE changes the number of machines, the first number is not
 * compared: another one would be another pool.
 */
export class NodePool extends ComponentResource {
  /** The pool. */
  public readonly gke: GkeNodePool;

  public constructor(name: string, args: NodePoolArgs, opts?: ComponentResourceOptions) {
    super('plinth:gcp:NodePool', name, {}, opts);
    const { pool, slice } = args;
    const wired = slice === undefined ? {} : { placementPolicy: this.#placement(name, slice) };
    this.gke = new GkeNodePool(
      name,
      { ...pool, ...wired },
      {
        parent: this,
        deleteBeforeReplace: true,
        ...(pool.autoscaling === undefined ? {} : { ignoreChanges: ['initialNodeCount', 'nodeCount'] }),
      },
    );
    this.registerOutputs({ name: this.gke.name });
  }

  #placement(name: string, { byPolicy, policy, region, topology }: NonNullable<NodePoolArgs['slice']>) {
    if (!byPolicy) return { type: 'COMPACT', tpuTopology: topology };
    const made = new ResourcePolicy(
      name,
      { name: policy, region, workloadPolicy: { type: 'HIGH_THROUGHPUT', acceleratorTopology: topology } },
      { parent: this },
    );
    return { type: 'COMPACT', policyName: made.name };
  }
}
