import type { JobPlace } from './job-place.ts';
import { mostPerNode } from './node-share.ts';

/** What every job of a team has, whichever framework runs it. */
export interface TeamJobProps {
  /**
   * Name of the job; unique in its namespace.
   *
   * Letters a–z, digits and `-`, beginning with a letter.
   */
  readonly name: string;
  /** Where it runs: team and pool, from `platform.training`. */
  readonly place: JobPlace;
  /** Priority within the team, one of the platform's. @default - the queue's order alone */
  readonly priority?: string;
}

/** A job that takes whole pods of a pool, all at once. */
export interface GangProps extends TeamJobProps {
  /** Pods of the job, each on a node of its own unless it takes less than half of one. At least 1. */
  readonly nodes: number;
  /**
   * What each pod takes of its node. Unit: accelerators of the pool, partitions or shares where it is divided, vCPUs
   * where it has none.
   *
   * @default - all accelerators of the node, or nine tenths of its vCPUs
   */
  readonly acceleratorsPerNode?: number;
  /** Whether it uses RDMA between nodes; it then runs in `<team>-fabric`. @default none */
  readonly fabric?: 'rdma' | 'none';
}

/** What each pod of a gang takes of its node. */
export function unitsOf({ acceleratorsPerNode, place }: GangProps): number {
  return acceleratorsPerNode ?? mostPerNode(place.pool);
}

/** Namespace that a gang runs in. */
export function namespaceOf({ fabric, place }: GangProps): string {
  return fabric === 'rdma' ? (place.fabricNamespace ?? place.namespace) : place.namespace;
}
