import type { KubernetesObject } from '../kubernetes-object.ts';
import { batchJob, jobSet, notebook } from './plain-jobs.ts';
import type { JobKind } from './planned-job.ts';
import { rayJob } from './ray-job.ts';
import type { RehearsedJob } from './rehearsed-pod.ts';
import { trainJob } from './train-job.ts';

const MAKERS: Readonly<Record<JobKind, (rehearsed: RehearsedJob) => object>> = {
  Job: batchJob,
  JobSet: jobSet,
  TrainJob: trainJob,
  RayJob: rayJob,
  Notebook: notebook,
};

/**
 * The object that a team would submit for a job: made with the platform's own constructs where it has some, in the team's
 * namespace, restricted, on the pool's nodes, in the team's queue.
 */
export function jobObject(rehearsed: RehearsedJob): KubernetesObject {
  // Undefined fields are none: the API server is asked to be strict.
  return JSON.parse(JSON.stringify(MAKERS[rehearsed.job.kind](rehearsed))) as KubernetesObject;
}
