import { components } from '../../catalog/index.ts';
import type { ObjectMeta, PodTemplateSpec } from '../../constructs/imports/kubernetes.gen.ts';
import { type JobPlace, settingOf } from '../../constructs/training/job-place.ts';
import { nodeShare } from '../../constructs/training/node-share.ts';
import { runtimePod } from '../../constructs/training/runtime-pod.ts';
import { topologyRequest } from '../../constructs/training/topology-request.ts';
import { OUTCOME_ANNOTATION, OUTCOME_TOLD } from '../simulated-stages.ts';
import { JOB_LABEL } from './job-label.ts';
import type { PlannedJob } from './planned-job.ts';

/** Image of rehearsed jobs: one that each platform runs itself, so that its policies let it pass. No container ever starts. */
export const REHEARSED_IMAGE = components.kueue.images[0];

/** A job, where it runs, and how fast time passes. */
export interface RehearsedJob {
  readonly job: PlannedJob;
  readonly place: JobPlace;
  /** Simulated seconds in one real second. */
  readonly speed: number;
}

/** What a rehearsal adds to every pod of a job, for the simulated kubelet and for the recording. */
export function podMarks({ job }: Pick<RehearsedJob, 'job'>) {
  return { labels: { [JOB_LABEL]: job.name }, annotations: { [OUTCOME_ANNOTATION]: OUTCOME_TOLD } };
}

/** A simulated time in real milliseconds, as a Go duration. Never zero, which would mean that nobody says. */
export function realDuration(seconds: number, speed: number): string {
  return `${Math.max(1, Math.round((seconds / speed) * 1_000))}ms`;
}

/** Name, queue and priority of a job: what a team writes on it. */
export function jobMetadata({ job, place }: RehearsedJob): ObjectMeta {
  return {
    name: job.name,
    namespace: place.namespace,
    labels: {
      [JOB_LABEL]: job.name,
      'kueue.x-k8s.io/queue-name': place.queueName,
      ...(job.priority === undefined ? {} : { 'kueue.x-k8s.io/priority-class': job.priority }),
    },
  };
}

/** A pod of a Job or JobSet, as the platform's own runtimes make it. */
export function rehearsedPod(rehearsed: RehearsedJob): PodTemplateSpec {
  const { job, place } = rehearsed;
  const { metadata, spec } = runtimePod(settingOf(place), { image: REHEARSED_IMAGE, command: ['python', 'train.py'] });
  const [container, ...others] = spec?.containers ?? [];
  if (container === undefined) throw new Error('bug: the pod of a training job has no container');
  const { annotations, labels } = podMarks(rehearsed);
  return {
    metadata: {
      labels: { ...metadata?.labels, ...labels },
      annotations: { ...topologyRequest(place.pool), ...annotations },
    },
    spec: {
      ...spec,
      nodeSelector: place.pool.facts.nodeLabels,
      containers: [{ ...container, resources: nodeShare(place.pool, job.unitsPerNode) }, ...others],
    },
  };
}
