import { components } from '../../catalog/index.ts';
import type { JobTemplateSpec, PodFailurePolicy } from '../imports/kubernetes.gen.ts';
import type { TrainingRuntimeMlPolicy, TrainingRuntimeSpec } from '../imports/trainer.gen.ts';
import { ELASTIC_POD_FAILURE, failurePolicy, GANG_POD_FAILURE } from './failure-policy.ts';
import type { RuntimeFramework, RuntimeKind } from './runtime-framework.ts';
import { type RuntimePodProps, type RuntimeSetting, runtimePod, TRAINER_CONTAINER } from './runtime-pod.ts';

/** Label by which Trainer finds the part of a runtime that a TrainJob fills in. */
const STEP = { 'trainer.kubeflow.org/trainjob-ancestor-step': 'trainer' };
/** Home of the user that the MPI images run as. */
const MPI_HOME = '/home/mpiuser';

/** Image of a framework's runtime. */
function runtimeImage(framework: RuntimeFramework): string {
  return components[`${framework}-runtime`].images[0];
}

/**
 * A runtime of Kubeflow Trainer.
 *
 * @param image - other image than the catalogue's
 */
export function trainingRuntime(kind: RuntimeKind, setting: RuntimeSetting, image?: string): TrainingRuntimeSpec {
  switch (kind) {
    case 'torch':
    case 'jax':
    case 'xgboost':
      return gang(setting, { [kind]: {} }, { image: image ?? runtimeImage(kind) });
    case 'torch-elastic':
      return elastic(setting, image ?? runtimeImage('torch'));
    case 'mpi':
    case 'deepspeed':
      return launched(setting, image ?? runtimeImage(kind));
  }
}

function gang(setting: RuntimeSetting, policy: TrainingRuntimeMlPolicy, pod: RuntimePodProps): TrainingRuntimeSpec {
  const node = { name: TRAINER_CONTAINER, replicas: 1, template: job(setting, pod, GANG_POD_FAILURE, 0) };
  return {
    mlPolicy: { numNodes: 1, ...policy },
    template: {
      spec: {
        network: { enableDNSHostnames: true, publishNotReadyAddresses: true },
        successPolicy: { operator: 'All', targetReplicatedJobs: [TRAINER_CONTAINER] },
        failurePolicy: failurePolicy(setting.training),
        replicatedJobs: [node],
      },
    },
  };
}

/** The same gang, but a lost pod is made anew while the others train on. */
function elastic(setting: RuntimeSetting, image: string): TrainingRuntimeSpec {
  const spec = gang(setting, { torch: {} }, { image });
  const template = job(setting, { image }, ELASTIC_POD_FAILURE, setting.training.retries);
  const replicatedJobs = [{ name: TRAINER_CONTAINER, replicas: 1, template }];
  return { ...spec, template: { spec: { ...spec.template?.spec, replicatedJobs } } };
}

/** A launcher that runs the job's command and trains itself, and nodes that wait for it behind an SSH server. */
function launched(setting: RuntimeSetting, image: string): TrainingRuntimeSpec {
  const server: RuntimePodProps = {
    image,
    home: MPI_HOME,
    command: ['/usr/sbin/sshd', '-De', '-f', `${MPI_HOME}/.sshd_config`],
    readinessProbe: { tcpSocket: { port: 2222 }, initialDelaySeconds: 5 },
  };
  const mpi = {
    numProcPerNode: 1,
    mpiImplementation: 'OpenMPI',
    sshAuthMountPath: `${MPI_HOME}/.ssh`,
    runLauncherAsNode: true,
  } as const;
  return {
    mlPolicy: { numNodes: 1, mpi },
    template: {
      spec: {
        network: { enableDNSHostnames: true, publishNotReadyAddresses: true },
        successPolicy: { operator: 'All', targetReplicatedJobs: ['launcher'] },
        failurePolicy: failurePolicy(setting.training),
        replicatedJobs: [
          { name: TRAINER_CONTAINER, replicas: 1, template: job(setting, server, GANG_POD_FAILURE, 0, {}) },
          {
            name: 'launcher',
            replicas: 1,
            dependsOn: [{ name: TRAINER_CONTAINER, status: 'Ready' }],
            template: job(setting, { image, home: MPI_HOME }, GANG_POD_FAILURE, 0),
          },
        ],
      },
    },
  };
}

function job(
  setting: RuntimeSetting,
  pod: RuntimePodProps,
  podFailurePolicy: PodFailurePolicy,
  backoffLimit: number,
  labels: Readonly<Record<string, string>> = STEP,
): JobTemplateSpec {
  return {
    metadata: { labels },
    spec: { completionMode: 'Indexed', backoffLimit, podFailurePolicy, template: runtimePod(setting, pod) },
  };
}
