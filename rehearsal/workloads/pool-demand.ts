import { ALLOCATABLE } from '../../constructs/training/node-share.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { poolShape } from '../../spec/pool-shape.ts';
import { quotaOn } from '../../spec/pool-users.ts';
import { sharedResource } from '../../spec/shared-resource.ts';

/** What can ever be asked for of a pool. */
export interface PoolLimits {
  /** Name of the pool. */
  readonly name: string;
  /** Resource that it is counted in; `cpu` without accelerators. */
  readonly resource: string;
  /** Most that one pod can have. Unit: the pool's. */
  readonly perNode: number;
  /** Nodes at most. */
  readonly nodes: number;
}

/** What can ever be asked for of a pool; nothing where there is no such pool. */
export function poolLimits(spec: PlatformSpec, name: string): PoolLimits | undefined {
  const pool = spec.pools.find((each) => each.name === name);
  const shape = pool && poolShape(spec.target.kind, pool);
  if (pool === undefined || shape === undefined) return undefined;
  const resource = shape.accelerator === undefined ? 'cpu' : sharedResource(shape.accelerator, pool.sharing);
  // The same as jobs of the training room are held to: accelerators go as a whole, processors leave some to the system.
  const perNode = resource === 'cpu' ? Math.floor(shape.unitsPerNode * ALLOCATABLE) : shape.unitsPerNode;
  return { name, resource, perNode, nodes: pool.nodes.max };
}

/** Pods of a size that fit on a pool at once when it is at its largest. */
export function mostPods({ nodes, perNode }: PoolLimits, units: number): number {
  return nodes * Math.max(1, Math.floor(perNode / units));
}

/** Most that a team can ever hold of a pool: its guarantee and what it may borrow; nothing where the pool is closed to it. */
export function ceilingOf(spec: PlatformSpec, team: string, pool: string): number | undefined {
  const found = spec.teams.find(({ name }) => name === team);
  const quota = found && quotaOn(found, pool);
  return quota && quota.guaranteed + quota.borrowable;
}

/** What is kept for a team on a pool. Unit: the pool's. */
export function guaranteeOf(spec: PlatformSpec, team: string, pool: string): number {
  const found = spec.teams.find(({ name }) => name === team);
  return (found && quotaOn(found, pool)?.guaranteed) ?? 0;
}
