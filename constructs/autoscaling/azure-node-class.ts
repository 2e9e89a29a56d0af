import { Construct } from 'constructs';
import type { PlatformSpec } from '../../spec/platform.ts';
import { AKSNodeClass } from '../imports/karpenter-azure.gen.ts';
import type { ElasticPool } from './elastic-pool.ts';

/** System disk of a node: room for a few training images, which take 10–30 GiB each. Unit: GB. */
const SYSTEM_DISK = { withAccelerators: 256, without: 128 } as const;

/** How the machines of a pool are started on Azure. */
export interface AzureNodeClassProps {
  /** The platform: its name and environment. */
  readonly spec: PlatformSpec;
  /** The pool. */
  readonly elastic: ElasticPool;
}

/** AKS settings of one pool: image, disk, and who installs the driver. AKS itself runs the controller. */
export class AzureNodeClass extends Construct {
  /** The object that node pools refer to. */
  public readonly nodeClass: AKSNodeClass;

  public constructor(scope: Construct, id: string, { elastic, spec }: AzureNodeClassProps) {
    super(scope, id);
    const { facts, pool, shape } = elastic;
    const accelerated = shape.accelerator !== undefined;
    this.nodeClass = new AKSNodeClass(this, 'class', {
      metadata: { name: pool.name },
      spec: {
        imageFamily: 'Ubuntu',
        osDiskSizeGB: accelerated ? SYSTEM_DISK.withAccelerators : SYSTEM_DISK.without,
        ...(accelerated ? { gpu: { mode: facts.driver === 'cloud' ? 'Driver' : 'None' } } : {}),
        // Azure takes no slashes in tag names.
        tags: {
          'plinth-platform': spec.metadata.name,
          'plinth-environment': spec.metadata.environment,
          'plinth-pool': pool.name,
        },
      },
    });
  }
}
