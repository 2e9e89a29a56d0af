import type { ObjectMeta } from '../imports/kubernetes.gen.ts';
import type { TrainJobRuntimePatch, TrainJobSpec, TrainJobTrainer } from '../imports/trainer.gen.ts';
import { CHECKPOINT_ENV } from './checkpoint-store.ts';
import { unitsOf } from './job-props.ts';
import { nodeShare } from './node-share.ts';
import { labelled } from './pod-parts.ts';
import { FABRIC_CONTAINER } from './restricted-pod.ts';
import { isMpi, type RuntimeKind, runtimeName } from './runtime-framework.ts';
import { TRAINER_CONTAINER } from './runtime-pod.ts';
import { topologyRequest } from './topology-request.ts';
import { hasOwnRuntime, type TrainingJobProps } from './training-job-props.ts';

/** Whose changes to a runtime these are; Trainer wants a name with a domain. */
const PATCH_OWNER = 'plinth.dev/training-job';
/** Port of torchrun's own rendezvous; 29500 is that of the training itself. */
const RENDEZVOUS_PORT = 29_400;
const GROUP = 'kueue.x-k8s.io/podset-group-name';

/** What a TrainJob says, apart from its name. */
export interface TrainJobManifest {
  readonly metadata: Pick<ObjectMeta, 'labels'>;
  readonly spec: TrainJobSpec;
}

/**
 * A TrainJob without its name and namespace: what a job and the trials of a sweep have in common.
 *
 * @param podLabels - further labels of its pods
 */
export function trainJobManifest(
  props: TrainingJobProps,
  podLabels: Readonly<Record<string, string>> = {},
): TrainJobManifest {
  const { place, priority } = props;
  return {
    metadata: {
      labels: {
        'kueue.x-k8s.io/queue-name': place.queueName,
        ...(priority === undefined ? {} : { 'kueue.x-k8s.io/priority-class': priority }),
      },
    },
    spec: {
      runtimeRef: { apiGroup: 'trainer.kubeflow.org', ...runtimeRef(props) },
      trainer: trainer(props),
      runtimePatches: [runtimePatch(props, podLabels)],
    },
  };
}

function runtimeRef(props: TrainingJobProps): { kind: string; name: string } {
  if (hasOwnRuntime(props)) return { kind: 'TrainingRuntime', name: props.name };
  const kind: RuntimeKind = props.elastic === undefined ? props.framework : 'torch-elastic';
  // Pods of a sandboxed team name its RuntimeClass, which a TrainJob cannot: its namespaces have runtimes that do.
  const sandboxed = props.place.team.sandbox !== 'none';
  return { kind: sandboxed ? 'TrainingRuntime' : 'ClusterTrainingRuntime', name: runtimeName(kind) };
}

function trainer(props: TrainingJobProps): TrainJobTrainer {
  const { fabric, framework, image, nodes, place } = props;
  const units = unitsOf(props);
  // Trainer would start one process for each CPU where it finds no resource with "gpu" in its name.
  const processes = place.pool.resource === 'cpu' ? 1 : units;
  const env = environment(props);
  return {
    image: hasOwnRuntime(props) ? undefined : image,
    command: command(props),
    env: env.length === 0 ? undefined : env,
    numNodes: nodes,
    numProcPerNode: framework === 'torch' || isMpi(framework) ? processes : undefined,
    resourcesPerNode: nodeShare(place.pool, units, fabric === 'rdma'),
  };
}

function environment({ checkpoints = {}, env = {} }: TrainingJobProps) {
  const overridden = {
    [CHECKPOINT_ENV.every]: checkpoints.every,
    [CHECKPOINT_ENV.keep]: checkpoints.keep,
    [CHECKPOINT_ENV.uri]: checkpoints.uri,
  };
  return Object.entries({ ...overridden, ...env }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: `${value}` }],
  );
}

/** torchrun finds out by itself how many nodes there are, in the given range; Trainer's own variables know only one number. */
function command({ command: given, elastic, name, nodes, place }: TrainingJobProps): readonly string[] {
  if (elastic === undefined) return given;
  const flags = [
    `--nnodes=${elastic.minNodes}:${nodes}`,
    '--rdzv-backend=c10d',
    `--rdzv-endpoint=${name}-${TRAINER_CONTAINER}-0-0.${name}:${RENDEZVOUS_PORT}`,
    `--rdzv-id=${name}`,
    `--max-restarts=${place.training.retries}`,
  ];
  return ['torchrun', ...flags, ...given.slice(1)];
}

function runtimePatch(props: TrainingJobProps, labels: Readonly<Record<string, string>>): TrainJobRuntimePatch {
  const { fabric, framework, place } = props;
  const container = { name: TRAINER_CONTAINER, securityContext: FABRIC_CONTAINER };
  const spec = {
    nodeSelector: place.pool.facts.nodeLabels,
    containers: fabric === 'rdma' ? [container] : undefined,
  };
  const template = { metadata: podMetadata(props, labels), spec };
  const parts = isMpi(framework) ? [TRAINER_CONTAINER, 'launcher'] : [TRAINER_CONTAINER];
  const replicatedJobs = parts.map((name) => ({ name, template: { spec: { template } } }));
  return { manager: PATCH_OWNER, trainingRuntimeSpec: { template: { spec: { replicatedJobs } } } };
}

function podMetadata(
  { framework, place }: TrainingJobProps,
  labels: Readonly<Record<string, string>>,
): ObjectMeta | undefined {
  const request = topologyRequest(place.pool);
  const asked = Object.keys(request).length > 0;
  // Launcher and nodes are two sets of pods for Kueue: the group keeps both within the same block.
  const annotations = asked && isMpi(framework) ? { ...request, [GROUP]: 'gang' } : request;
  if (!asked) return labelled(labels);
  return { ...labelled(labels), annotations };
}
