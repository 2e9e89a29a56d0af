import { App, Chart } from 'cdk8s';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import {
  type RuntimeFramework,
  type Training,
  TrainingJob,
  type TrainingJobProps,
} from '../../../constructs/training/index.ts';
import type { PlatformInput } from '../../../spec/platform.ts';
import { rendered, samplePlatform } from '../../sample.ts';

/** Frameworks of Kubeflow Trainer, in the order of the spec. */
const FRAMEWORKS: readonly RuntimeFramework[] = ['torch', 'jax', 'deepspeed', 'mpi', 'xgboost'];

/** A platform that trains: an object store for checkpoints, RDMA allowed for vision. */
export function trainingPlatform(
  training: NonNullable<PlatformInput['training']> = { frameworks: [...FRAMEWORKS] },
  change: Partial<PlatformInput> = {},
): PlatformInput {
  const quota = { 'train-h100': { guaranteed: 8, borrowable: 8 } };
  return samplePlatform({
    target: {
      kind: 'existing',
      cluster: 'lab',
      networkPolicy: 'cilium',
      storage: { objects: 'https://s3.lab.example.org' },
    },
    teams: [
      { name: 'vision', groups: ['oidc:vision'], quota, fabric: 'allowed' },
      { name: 'speech', groups: ['oidc:speech'], quota },
    ],
    training,
    ...change,
  });
}

const rooms = new Map<string, Training>();

/** The training room of a platform; the same one for the same input. */
export function trainingOf(input: PlatformInput = trainingPlatform()): Training {
  const key = JSON.stringify(input);
  const training = rooms.get(key) ?? rendered(input).platform.training;
  if (training === undefined) throw new Error('the platform does not train');
  rooms.set(key, training);
  return training;
}

/** A job of team vision on two whole nodes. */
export function visionJob(change: Partial<TrainingJobProps> = {}): TrainingJobProps {
  return {
    name: 'llama',
    place: trainingOf().place('vision', 'train-h100'),
    framework: 'torch',
    command: ['torchrun', 'train.py'],
    nodes: 2,
    ...change,
  };
}

/** What a training job becomes. */
export function objectsOfJob(props: TrainingJobProps): KubernetesObject[] {
  const chart = new Chart(new App(), 'jobs', { disableResourceNameHashes: true });
  new TrainingJob(chart, props.name, props);
  return chart.toJson() as KubernetesObject[];
}

/** Programs that end by themselves, one for each framework. */
const COMMANDS: Readonly<Record<RuntimeFramework, readonly string[]>> = {
  torch: ['torchrun', 'train.py'],
  jax: ['python', 'train.py'],
  deepspeed: ['mpirun', 'python', 'train.py'],
  mpi: ['mpirun', 'train'],
  xgboost: ['python', 'train.py'],
};

/**
 * One training job for each framework of a platform, on two pods that share what a quota of eight accelerators gives.
 *
 * For the e2e tier: submit them to a control plane with real controllers.
 */
export function oneJobPerFramework(training: Training, team = 'vision', pool = 'train-h100'): KubernetesObject[] {
  const place = training.place(team, pool);
  return FRAMEWORKS.filter((framework) => place.training.frameworks.includes(framework)).flatMap((framework) =>
    objectsOfJob({
      name: `try-${framework}`,
      place,
      framework,
      command: COMMANDS[framework],
      nodes: 2,
      acceleratorsPerNode: 2,
    }),
  );
}
