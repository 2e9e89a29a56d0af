import type { TrainJobRuntimePatch } from '../../constructs/imports/trainer.gen.ts';
import { trainJobManifest } from '../../constructs/training/train-job-manifest.ts';
import { jobMetadata, podMarks, type RehearsedJob } from './rehearsed-pod.ts';

/** A torch run on the platform's own runtime, as `TrainingJob` writes it. */
export function trainJob(rehearsed: RehearsedJob): object {
  const { job, place } = rehearsed;
  const { annotations, labels } = podMarks(rehearsed);
  const { name, nodes, priority, unitsPerNode: acceleratorsPerNode } = job;
  const props = {
    name,
    place,
    nodes,
    acceleratorsPerNode,
    framework: 'torch',
    command: ['torchrun', 'train.py'],
  } as const;
  const manifest = trainJobManifest(priority === undefined ? props : { ...props, priority }, labels);
  return {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'TrainJob',
    metadata: jobMetadata(rehearsed),
    spec: {
      ...manifest.spec,
      runtimePatches: manifest.spec.runtimePatches?.map((patch) => annotated(patch, annotations)),
    },
  };
}

/** Each pod is told how long it runs. */
function annotated(patch: TrainJobRuntimePatch, annotations: Readonly<Record<string, string>>): TrainJobRuntimePatch {
  const jobSet = patch.trainingRuntimeSpec?.template;
  const replicatedJobs = jobSet?.spec?.replicatedJobs?.map((part) => {
    const template = part.template?.spec?.template;
    const metadata = { ...template?.metadata, annotations: { ...template?.metadata?.annotations, ...annotations } };
    const pod = { ...template, metadata };
    return { ...part, template: { ...part.template, spec: { ...part.template?.spec, template: pod } } };
  });
  const spec = { ...jobSet?.spec, replicatedJobs };
  return { ...patch, trainingRuntimeSpec: { ...patch.trainingRuntimeSpec, template: { ...jobSet, spec } } };
}
