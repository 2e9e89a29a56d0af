import { App, Chart } from 'cdk8s';
import { RayTrainingJob } from '../../constructs/training/index.ts';
import { DURATION_ANNOTATION } from '../simulated-stages.ts';
import { jobMetadata, podMarks, REHEARSED_IMAGE, type RehearsedJob, realDuration } from './rehearsed-pod.ts';

/** What the marks are put on: the rest of the object stays as it is. */
interface RayJobObject {
  readonly spec: {
    readonly submitterPodTemplate: Template;
    readonly rayClusterSpec: {
      readonly headGroupSpec: { readonly template: Template };
      readonly workerGroupSpecs: readonly { readonly template: Template }[];
    };
  };
}

interface Template {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** A Ray job with a cluster of its own, as `RayTrainingJob` writes it. */
export function rayJob(rehearsed: RehearsedJob): object {
  const { job, place } = rehearsed;
  const chart = new Chart(new App(), 'rehearsal');
  new RayTrainingJob(chart, 'job', {
    name: job.name,
    place,
    nodes: job.nodes,
    acceleratorsPerNode: job.unitsPerNode,
    image: REHEARSED_IMAGE,
    entrypoint: 'python train.py',
    ...(job.priority === undefined ? {} : { priority: job.priority }),
  });
  return marked(chart.toJson()[0] as RayJobObject, rehearsed);
}

/** The stand-in of Ray's dashboard reads the duration from the RayJob itself; all its pods can be told from others'. */
function marked(object: RayJobObject, rehearsed: RehearsedJob): object {
  const { labels } = podMarks(rehearsed);
  // Ray's dashboard ends the job, and counts real time.
  const annotations = { [DURATION_ANNOTATION]: realDuration(rehearsed.job.durationSeconds, rehearsed.speed) };
  const mark = (template: Template, more = {}): Template => ({
    ...template,
    metadata: {
      ...template.metadata,
      labels: { ...template.metadata?.labels, ...labels },
      annotations: { ...template.metadata?.annotations, ...more },
    },
  });
  const { headGroupSpec, workerGroupSpecs, ...cluster } = object.spec.rayClusterSpec;
  return {
    ...object,
    metadata: { ...jobMetadata(rehearsed), annotations },
    spec: {
      ...object.spec,
      backoffLimit: rehearsed.job.retries,
      submitterPodTemplate: mark(object.spec.submitterPodTemplate, annotations),
      rayClusterSpec: {
        ...cluster,
        headGroupSpec: { ...headGroupSpec, template: mark(headGroupSpec.template) },
        workerGroupSpecs: workerGroupSpecs.map((group) => ({ ...group, template: mark(group.template) })),
      },
    },
  };
}
