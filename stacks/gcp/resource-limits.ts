import { findInstance, instances } from '../../catalog/index.ts';
import { googleAccelerators } from '../../constructs/autoscaling/google-accelerator.ts';
import { SYSTEM_POOL } from './system-pool.ts';

/** A largest amount of something in the whole cluster. */
export interface ResourceLimit {
  /** `cpu`, `memory` (unit: GB), or Google's name of an accelerator. */
  readonly resourceType: string;
  /** How much there may be. */
  readonly maximum: number;
}

/** Machines of the platform itself: those that stand, and those that come beside them while they are replaced. */
const OWN = { instance: SYSTEM_POOL.instance, nodes: { max: 2 * SYSTEM_POOL.nodes } };
/** Gigabytes, in which GKE counts, in a gibibyte. */
const GIBIBYTE = 2 ** 30 / 1e9;

/**
 * What GKE may make of its own accord, for compute classes: as much as the pools at their largest. GKE counts all machines of
 * the cluster, whoever made them; accelerators that are not named it never adds.
 */
export function resourceLimits(pools: readonly LimitedPool[]): ResourceLimit[] {
  const limits = new Map<string, number>([
    ['cpu', 0],
    ['memory', 0],
  ]);
  const add = (resourceType: string, amount: number) =>
    limits.set(resourceType, (limits.get(resourceType) ?? 0) + amount);
  for (const { instance = '', nodes } of [OWN, ...pools]) {
    const known = findInstance('gcp', instance);
    // Where a machine's size is not published it counts as the largest: a limit too low would hold nodes back.
    add('cpu', nodes.max * (known?.vcpus ?? largest('vcpus')));
    add('memory', Math.ceil(nodes.max * (known?.memoryGib ?? largest('memoryGib')) * GIBIBYTE));
    const { gpu, tpu } = googleAccelerators(instance) as Partial<
      Record<'gpu' | 'tpu', { type: string; count: number }>
    >;
    const device = gpu ?? tpu;
    if (device !== undefined) add(device.type, nodes.max * device.count);
  }
  return [...limits].map(([resourceType, maximum]) => ({ resourceType, maximum }));
}

/** A pool, as far as its limit depends on it. */
interface LimitedPool {
  readonly instance?: string;
  readonly nodes: { readonly max: number };
}

function largest(what: 'vcpus' | 'memoryGib'): number {
  return Math.max(...Object.keys(instances.gcp).map((name) => findInstance('gcp', name)?.[what] ?? 0));
}
