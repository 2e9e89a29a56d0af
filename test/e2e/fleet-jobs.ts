import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { DURATION_ANNOTATION } from '../../rehearsal/simulated-stages.ts';
import { REHEARSED_IMAGE } from '../../rehearsal/workloads/rehearsed-pod.ts';

/** What a job says of one part of it. */
interface Part {
  readonly active?: number;
}

/** What a job says of itself, by its kind. */
export interface Status extends Part {
  readonly replicatedJobsStatus?: readonly Part[];
  readonly jobsStatus?: readonly Part[];
}

/** Jobs of each kind that training brings: how their pods are called, and where they say that these run. */
export const KINDS = [
  {
    kind: 'Job.batch',
    name: 'plain',
    pod: /^plain-/,
    path: '/apis/batch/v1/namespaces/vision/jobs',
    active: ({ active }: Status) => [active],
  },
  {
    kind: 'JobSet.jobset.x-k8s.io',
    name: 'set',
    pod: /^set-/,
    path: '/apis/jobset.x-k8s.io/v1alpha2/namespaces/vision/jobsets',
    active: ({ replicatedJobsStatus = [] }: Status) => replicatedJobsStatus.map(({ active }) => active),
  },
  {
    kind: 'TrainJob.trainer.kubeflow.org',
    name: 'train',
    pod: /^train-/,
    path: '/apis/trainer.kubeflow.org/v1alpha1/namespaces/vision/trainjobs',
    active: ({ jobsStatus = [] }: Status) => jobsStatus.map(({ active }) => active),
  },
];

const FLEET_LABEL = { 'kueue.x-k8s.io/queue-name': 'fleet' };

/** What one node of a job asks for. */
function share(gpus: number) {
  const resources = { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': `${gpus}` };
  return { requests: resources, limits: resources };
}

/** A job as a team would write it: only its queue says that it may run anywhere. */
export function job(name: string, duration: string, gpus: number): KubernetesObject {
  const nodes = gpus / 8;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'vision', labels: FLEET_LABEL },
    spec: { parallelism: nodes, completions: nodes, template: pod(duration, 8) },
  };
}

/** One pod on half a machine. */
export function jobSet(name: string): KubernetesObject {
  const template = { spec: { parallelism: 1, completions: 1, template: pod('1h', 4) } };
  return {
    apiVersion: 'jobset.x-k8s.io/v1alpha2',
    kind: 'JobSet',
    metadata: { name, namespace: 'vision', labels: FLEET_LABEL },
    spec: { replicatedJobs: [{ name: 'node', replicas: 1, template }] },
  };
}

/** One node on half a machine, of the runtime that the platform brings. */
export function trainJob(name: string): KubernetesObject {
  return {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'TrainJob',
    metadata: { name, namespace: 'vision', labels: FLEET_LABEL },
    spec: { runtimeRef: { name: 'plinth-torch' }, trainer: { numNodes: 1, resourcesPerNode: share(4) } },
  };
}

function pod(duration: string, gpus: number) {
  return {
    metadata: { annotations: { [DURATION_ANNOTATION]: duration } },
    spec: {
      restartPolicy: 'Never',
      securityContext: { runAsNonRoot: true, runAsUser: 1_000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'train',
          image: REHEARSED_IMAGE,
          resources: share(gpus),
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}
