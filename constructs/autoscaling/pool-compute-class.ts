import { Construct } from 'constructs';
import type { PoolSpec } from '../../spec/pool.ts';
import { ComputeClass, type ComputeClassPriority } from '../imports/gke-compute-class.ts';
import type { ElasticPool } from './elastic-pool.ts';
import { googleAccelerators } from './google-accelerator.ts';

/** Boot disk of a node with accelerators: room for a few training images, which take 10–30 GiB each. Unit: GB. */
const BOOT_DISK = 200;
/** How long a node must be idle before it goes. Unit: minutes. */
const IDLE = 10;

/** A pool whose nodes GKE makes when pods choose its compute class. */
export interface PoolComputeClassProps {
  /** The pool. */
  readonly elastic: ElasticPool;
}

/**
 * The compute class of one pool: exactly one machine type, obtained in exactly one way, or none at all.
 *
 * A compute class has no largest number of nodes; Kueue's quotas and the cluster's resource limits keep the pool's.
 */
export class PoolComputeClass extends Construct {
  public constructor(scope: Construct, id: string, { elastic }: PoolComputeClassProps) {
    super(scope, id);
    const { labels, pool, shape } = elastic;
    const accelerated = shape.accelerator !== undefined;
    new ComputeClass(this, 'class', {
      metadata: { name: pool.name },
      spec: {
        nodePoolAutoCreation: { enabled: true },
        whenUnsatisfiable: 'DoNotScaleUp',
        activeMigration: { optimizeRulePriority: false },
        priorities: [priority(elastic)],
        autoscalingPolicy: {
          consolidationDelayMinutes: IDLE,
          // 0 percent: nodes with accelerators go only when nothing runs on them.
          ...(accelerated ? { consolidationThreshold: 0, gpuConsolidationThreshold: 0 } : {}),
        },
        nodePoolConfig: {
          nodeLabels: labels,
          ...(shape.fabric.kind === 'roce' ? { dra: { networking: { enabled: true } } } : {}),
        },
      },
    });
  }
}

function priority({ instance, pool, shape }: ElasticPool): ComputeClassPriority {
  const node = {
    machineType: instance,
    ...googleAccelerators(instance),
    ...(shape.accelerator === undefined ? {} : { storage: { bootDiskSize: BOOT_DISK } }),
    ...(pool.zones.length === 0 ? {} : { location: { zones: pool.zones } }),
  };
  const { capacity } = pool;
  switch (capacity.kind) {
    case 'spot':
      return { ...node, spot: true };
    case 'flexStart':
      return { ...node, flexStart: { enabled: true }, maxRunDurationSeconds: capacity.longestRun };
    case 'reservation':
      return { ...node, reservations: { affinity: 'Specific', specific: [reservation(capacity.reservation, pool)] } };
    default:
      return node;
  }
}

/** Takes a reservation apart: `name` or `projects/P/reservations/name`, either with `/reservationBlocks/block` behind. */
function reservation(text: string, { zones }: PoolSpec) {
  const parts = text.split('/');
  const after = (word: string) => (parts.includes(word) ? parts[parts.indexOf(word) + 1] : undefined);
  const project = after('projects');
  const block = after('reservationBlocks');
  return {
    name: after('reservations') ?? parts[0] ?? text,
    ...(project === undefined ? {} : { project }),
    ...(block === undefined ? {} : { reservationBlock: { name: block } }),
    ...(zones.length === 0 ? {} : { zones }),
  };
}
