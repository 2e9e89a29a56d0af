import type { RecordedJob, RecordedNode, RecordedPod, Recording } from '../../../rehearsal/recording/recording.ts';

/** An hour. Unit: seconds. */
export const HOUR = 3_600;

/** A node with 8 units from the beginning to the end. */
export function node(name: string, change: Partial<RecordedNode> = {}): RecordedNode {
  return { name, pool: 'train-h100', units: 8, from: 0, ...change };
}

/** A pod that holds 8 units from 0 to one hour and succeeds. */
export function pod(on: string, change: Partial<RecordedPod> = {}): RecordedPod {
  return { name: `pod-on-${on}`, node: on, units: 8, from: 0, to: HOUR, end: 'succeeded', ...change };
}

/** A job of one pod with 8 units, submitted at 0, that succeeded after its pods. */
export function job(name: string, change: Partial<RecordedJob> = {}): RecordedJob {
  return {
    name,
    team: 'vision',
    namespace: 'vision',
    kind: 'Job',
    pool: 'train-h100',
    units: 8,
    nodes: 1,
    durationSeconds: HOUR,
    submittedAt: 0,
    admissions: [],
    evictions: [],
    pods: [],
    outcome: 'succeeded',
    ...change,
  };
}

/** Ten hours with these nodes and jobs. */
export function recording(change: Partial<Recording> = {}): Recording {
  return { speed: 60, endedAt: 10 * HOUR, nodes: [], jobs: [], servers: [], faults: [], ...change };
}
