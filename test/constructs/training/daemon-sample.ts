import type { PodTemplateSpec } from '../../../constructs/imports/kubernetes.gen.ts';
import type { TrainingRuntimeSpec } from '../../../constructs/imports/trainer.gen.ts';
import type { TrainingJobProps } from '../../../constructs/training/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { onGcp } from '../../stacks/gcp/gcp-sample.ts';
import { objectsOfJob, trainingOf } from './training-sample.ts';

type Args = Parameters<typeof onGcp>;

/** A platform that trains on one pool of Google; its team may use the fabric. */
export function onPool(pool: Args[0], target: Args[1] = {}): PlatformInput {
  const input = onGcp({ nodes: { min: 2, max: 4 }, ...pool }, target);
  return {
    ...input,
    training: { frameworks: ['torch', 'mpi', 'ray'] },
    teams: input.teams.map((team) => ({ ...team, quota: { train: { guaranteed: 16 } }, fabric: 'allowed' })),
  };
}

/** Machines with GPUDirect-TCPXO. */
export const MEGA = onPool({ instance: 'a3-megagpu-8g' });
/** Machines with GPUDirect-TCPX. */
export const HIGH = onPool({ instance: 'a3-highgpu-8g' });

/** A job of two whole machines that uses the fabric. */
export function job(input: PlatformInput, change: Partial<TrainingJobProps> = {}): TrainingJobProps {
  return {
    name: 'llama',
    place: trainingOf(input).place('vision', 'train'),
    framework: 'torch',
    image: 'registry.example.org/llama:1',
    command: ['torchrun', 'train.py'],
    nodes: 2,
    fabric: 'rdma',
    ...change,
  };
}

/** Pods of the runtime that a job brings. */
export function podsOf(props: TrainingJobProps): PodTemplateSpec[] {
  const { spec } = objectsOfJob(props).find(({ kind }) => kind === 'TrainingRuntime') as unknown as {
    spec: TrainingRuntimeSpec;
  };
  return (spec.template?.spec?.replicatedJobs ?? []).flatMap(({ template }) => template.spec?.template ?? []);
}

/** The first of them. */
export function podOf(props: TrainingJobProps): PodTemplateSpec {
  const [pod] = podsOf(props);
  if (pod === undefined) throw new Error('the runtime has no pod');
  return pod;
}
