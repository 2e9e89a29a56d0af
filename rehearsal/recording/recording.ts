import type { JobKind } from '../workloads/planned-job.ts';
import type { LoadStep, PlannedServer, ReplicaStep } from '../workloads/planned-server.ts';

/**
 * What a rehearsal saw happen. Plain JSON; the report is computed from it and from nothing else.
 *
 * Every time is in simulated seconds since the first submission: real seconds times the speed.
 */
export interface Recording {
  /** Simulated seconds that passed in one real second. */
  readonly speed: number;
  /** When the watching ended. Unit: seconds. */
  readonly endedAt: number;
  /** Nodes that existed at any time. */
  readonly nodes: readonly RecordedNode[];
  /** Jobs that were submitted, by time of submission. */
  readonly jobs: readonly RecordedJob[];
  /** Model servers. */
  readonly servers: readonly RecordedServer[];
  /** Faults that were made. */
  readonly faults: readonly RecordedFault[];
}

/** A node and when it existed. */
export interface RecordedNode {
  /** Name. */
  readonly name: string;
  /** Pool. */
  readonly pool: string;
  /** Units of the pool's resource that it offers. */
  readonly units: number;
  /** Zone. @default - it names none */
  readonly zone?: string;
  /** When it was first ready. Unit: seconds; 0 or less for nodes that were there from the beginning. */
  readonly from: number;
  /** When it went. Unit: seconds. @default - it was there to the end */
  readonly to?: number;
}

/** How a job ended. */
export type JobOutcome =
  /** It ran to its end. */
  | 'succeeded'
  /** It failed for good. */
  | 'failed'
  /** It was running when the watching ended. */
  | 'running'
  /** It had not started when the watching ended. */
  | 'waiting'
  /** The API server refused it. */
  | 'refused';

/** A job from its submission to its end. */
export interface RecordedJob {
  readonly name: string;
  readonly team: string;
  readonly namespace: string;
  readonly kind: JobKind;
  readonly pool: string;
  /** Units of the pool's resource in all. */
  readonly units: number;
  /** Nodes asked for. */
  readonly nodes: number;
  /** Priority class. @default - the usual one */
  readonly priority?: string;
  /** How long one run takes when nothing disturbs it. Unit: seconds. */
  readonly durationSeconds: number;
  /** When it was submitted. Unit: seconds. */
  readonly submittedAt: number;
  /** Each time Kueue admitted it, first to last. Unit: seconds. */
  readonly admissions: readonly Admission[];
  /** Each time it was made to stop: preempted, or evicted because not all its pods came up. */
  readonly evictions: readonly Eviction[];
  /** Its pods, each from start to end. */
  readonly pods: readonly RecordedPod[];
  /** When it ended. Unit: seconds. @default - it had not */
  readonly finishedAt?: number;
  readonly outcome: JobOutcome;
  /** Words of the server or of Kueue about why it waited last, was refused or failed. @default - none */
  readonly message?: string;
}

/** Kueue let a job in. */
export interface Admission {
  /** Unit: seconds. */
  readonly at: number;
  /** Units that it took beyond its team's guarantee at that moment, borrowed from others. */
  readonly borrowed: number;
}

/** A job was made to stop and wait again. */
export interface Eviction {
  /** Unit: seconds. */
  readonly at: number;
  /** Kueue's reason, such as `Preempted` or `PodsReadyTimeout`. */
  readonly reason: string;
  /** Of a preemption: Kueue's finer reason, such as `InCohortReclamation` (borrowed units go back to their owner). @default - none */
  readonly cause?: string;
}

/** A pod on a node. */
export interface RecordedPod {
  readonly name: string;
  /** Node that it ran on. */
  readonly node: string;
  /** Units of the pool's resource that it held. */
  readonly units: number;
  /** When it held them. Unit: seconds. */
  readonly from: number;
  /** When it let them go. Unit: seconds. @default - it held them to the end */
  readonly to?: number;
  /** How it ended; `lost` with its node, `removed` by a controller. @default - it had not */
  readonly end?: 'succeeded' | 'failed' | 'lost' | 'removed';
}

/** A model server from the beginning to the end. */
export interface RecordedServer
  extends Pick<PlannedServer, 'name' | 'team' | 'namespace' | 'pool' | 'unitsPerReplica' | 'perReplica' | 'replicas'> {
  /** Priority class. @default - the usual one */
  readonly priority?: string;
  /** Load over time, by time. */
  readonly load: readonly LoadStep[];
  /** Replicas that the autoscaler asked for, by time. */
  readonly wanted: readonly ReplicaStep[];
  /** Its pods, each from start to end. */
  readonly pods: readonly RecordedPod[];
  /** Each time the queue took a replica away, for somebody who came before it. Unit: seconds. */
  readonly taken: readonly number[];
  /** Words of the API server when it refused it. @default - it did not */
  readonly refusal?: string;
}

/** A fault as it was made. */
export interface RecordedFault {
  readonly kind: 'nodeLoss' | 'spotReclaim' | 'zoneLoss' | 'fullPool';
  readonly pool: string;
  /** Unit: seconds. */
  readonly at: number;
  /** Nodes that it hit. */
  readonly nodes: readonly string[];
}
