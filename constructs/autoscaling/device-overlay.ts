import { Construct } from 'constructs';
import { NodeOverlay } from '../imports/karpenter.gen.ts';
import type { ElasticPool } from './elastic-pool.ts';

/** A pool whose resource Karpenter does not know from its tables. */
export interface DeviceOverlayProps {
  /** The pool. */
  readonly elastic: ElasticPool;
}

/**
 * Tells Karpenter how many shares or partitions a new node of a pool offers: it knows whole devices only, and would never
 * add a node for `nvidia.com/gpu.shared` or `nvidia.com/mig-1g.10gb`.
 */
export class DeviceOverlay extends Construct {
  public constructor(scope: Construct, id: string, { elastic }: DeviceOverlayProps) {
    super(scope, id);
    const { facts, pool } = elastic;
    new NodeOverlay(this, 'overlay', {
      metadata: { name: pool.name },
      spec: {
        requirements: [{ key: 'karpenter.sh/nodepool', operator: 'In', values: [pool.name] }],
        capacity: { [facts.resource]: `${facts.unitsPerNode}` },
      },
    });
  }

  /** Whether a pool's resource is one that Karpenter does not know. */
  public static needed({ facts, shape }: ElasticPool): boolean {
    return shape.accelerator !== undefined && facts.resource !== shape.accelerator.resource;
  }
}
