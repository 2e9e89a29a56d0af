import { ELASTIC_POD_FAILURE, failurePolicy, GANG_POD_FAILURE } from '../../constructs/training/failure-policy.ts';
import { KIND_LABEL } from './job-label.ts';
import { jobMetadata, type RehearsedJob, rehearsedPod } from './rehearsed-pod.ts';

/** Name of the pods' part of a JobSet; a training runtime calls it so too. */
const PART = 'node';

/**
 * A Job whose pods start together and go on without one another: a lost one is made anew, and its loss does not count.
 */
export function batchJob(rehearsed: RehearsedJob): object {
  const { nodes, retries } = rehearsed.job;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: jobMetadata(rehearsed),
    spec: {
      completionMode: 'Indexed',
      parallelism: nodes,
      completions: nodes,
      backoffLimit: retries,
      podFailurePolicy: ELASTIC_POD_FAILURE,
      template: rehearsedPod(rehearsed),
    },
  };
}

/** A pod that holds its accelerators for its duration, as the Job that keeps it. */
export function notebook(rehearsed: RehearsedJob): object {
  const metadata = jobMetadata(rehearsed);
  const labels = { ...metadata.labels, [KIND_LABEL]: 'notebook' };
  return { ...batchJob(rehearsed), metadata: { ...metadata, labels } };
}

/** A gang that starts over as one when it loses a pod, as the platform's training runtimes do. */
export function jobSet(rehearsed: RehearsedJob): object {
  const { job, place } = rehearsed;
  const template = {
    spec: {
      completionMode: 'Indexed',
      parallelism: job.nodes,
      completions: job.nodes,
      backoffLimit: 0,
      podFailurePolicy: GANG_POD_FAILURE,
      template: rehearsedPod(rehearsed),
    },
  };
  return {
    apiVersion: 'jobset.x-k8s.io/v1alpha2',
    kind: 'JobSet',
    metadata: jobMetadata(rehearsed),
    spec: {
      network: { enableDNSHostnames: true, publishNotReadyAddresses: true },
      failurePolicy: failurePolicy({ ...place.training, retries: job.retries }),
      replicatedJobs: [{ name: PART, replicas: 1, template }],
    },
  };
}
