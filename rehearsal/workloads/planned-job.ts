import type { PlannedServer } from './planned-server.ts';

/** Kinds of work that a rehearsal submits, each made as a team would make it. */
export const JOB_KINDS = ['Job', 'JobSet', 'TrainJob', 'RayJob', 'Notebook'] as const;

/** A kind of work. `Notebook` is a pod that holds its accelerators for its duration, whether it uses them or not. */
export type JobKind = (typeof JOB_KINDS)[number];

/** One job that a rehearsal will submit. All times are of the simulated world. */
export interface PlannedJob {
  /** Name of the object; unique within the rehearsal, at most 20 characters. */
  readonly name: string;
  /** Team that submits it. */
  readonly team: string;
  /** Namespace that it runs in. */
  readonly namespace: string;
  /** What it is. */
  readonly kind: JobKind;
  /** Pool that it runs on. */
  readonly pool: string;
  /** Units of the pool's resource on each node (accelerators, partitions, shares, or vCPUs). */
  readonly unitsPerNode: number;
  /** Nodes, each with one pod; all or none start. */
  readonly nodes: number;
  /** Priority class. @default - the queue's usual one */
  readonly priority?: string;
  /** When it is submitted, counted from the beginning. Unit: seconds. */
  readonly atSeconds: number;
  /** How long it runs when nothing disturbs it. Unit: seconds. */
  readonly durationSeconds: number;
  /** How often it is begun anew after a failure. */
  readonly retries: number;
}

/** What goes wrong on purpose. */
export const FAULT_KINDS = ['nodeLoss', 'spotReclaim', 'zoneLoss', 'fullPool'] as const;

/** A fault on request. */
export interface PlannedFault {
  /**
   * `nodeLoss`: nodes vanish without a word; `spotReclaim`: nodes are taken after a notice of two minutes; `zoneLoss`:
   * every node of a zone vanishes; `fullPool`: no further node of the pool is to be had.
   */
  readonly kind: (typeof FAULT_KINDS)[number];
  /** Pool that it hits. */
  readonly pool: string;
  /** Zone that it hits. @default - the first of the pool, for `zoneLoss` */
  readonly zone?: string;
  /** Nodes that are lost. @default 1 */
  readonly nodes: number;
  /** When, counted from the beginning. Unit: seconds. */
  readonly atSeconds: number;
  /** How long, until the nodes are back. Unit: seconds. @default - they do not come back */
  readonly forSeconds?: number;
}

/** Everything that a rehearsal does to a platform once it stands. */
export interface WorkloadPlan {
  /** Simulated seconds that pass in one real second. Range 1–3,600. */
  readonly speed: number;
  /** Jobs, by time of arrival. */
  readonly jobs: readonly PlannedJob[];
  /** Model servers. */
  readonly servers: readonly PlannedServer[];
  /** Faults, by time. */
  readonly faults: readonly PlannedFault[];
}
