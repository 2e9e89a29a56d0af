import type { TrainingSpec } from '../../spec/training.ts';
import type { Container, EnvVar, PodTemplateSpec, Volume, VolumeMount } from '../imports/kubernetes.gen.ts';
import { TEAM_SERVICE_ACCOUNT } from '../tenancy/index.ts';
import { type CheckpointStore, checkpointParts } from './checkpoint-store.ts';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from './restricted-pod.ts';

/** Container that Kubeflow Trainer works on; it wants this name. */
export const TRAINER_CONTAINER = 'node';

/** What all pods of training jobs have in common. */
export interface RuntimeSetting {
  /** Retries, checkpoints. */
  readonly training: TrainingSpec;
  /** Where checkpoints go. */
  readonly store: CheckpointStore;
  /** Labels by which pods are given their team's cloud identity. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** RuntimeClass of sandboxed teams. @default - the nodes' own */
  readonly sandbox?: 'gvisor' | 'kata';
}

/** What one kind of pod adds. */
export interface RuntimePodProps extends Pick<Container, 'image' | 'command' | 'readinessProbe'> {
  /** Home directory in the image, for programs that run as a user the image knows. @default - an empty folder, for any user */
  readonly home?: string;
}

const HOME = '/home/team';
/** Time that a pod gets to end, on top of what one checkpoint takes. Unit: seconds. */
const GRACE_SECONDS = 30;

/** The pod of a training job: restricted, without a token for the API server, with its checkpoints at hand. */
export function runtimePod(setting: RuntimeSetting, { home, ...container }: RuntimePodProps): PodTemplateSpec {
  const { sandbox, store, training } = setting;
  const checkpoints = checkpointParts(training, store);
  return {
    metadata: labelled(setting.podLabels),
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: TEAM_SERVICE_ACCOUNT,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      runtimeClassName: sandbox,
      securityContext: RESTRICTED_POD,
      terminationGracePeriodSeconds: training.checkpoints.stall + GRACE_SECONDS,
      containers: [
        {
          name: TRAINER_CONTAINER,
          ...container,
          env: [...homeEnv(home), ...checkpoints.env],
          envFrom: checkpoints.envFrom,
          volumeMounts: [SHARED_MEMORY.mount, ...homeMounts(home), ...checkpoints.mounts],
          securityContext: RESTRICTED_CONTAINER,
        },
      ],
      volumes: [SHARED_MEMORY.volume, ...homeVolumes(home), ...checkpoints.volumes],
    },
  };
}

/** Metadata with labels; nothing where there are none. */
export function labelled(labels: Readonly<Record<string, string>>): PodTemplateSpec['metadata'] {
  return Object.keys(labels).length === 0 ? undefined : { labels };
}

/** Data loaders and NCCL pass tensors through shared memory; the default of 64 MiB is too little. Counts as the pod's memory. */
export const SHARED_MEMORY: { readonly mount: VolumeMount; readonly volume: Volume } = {
  mount: { name: 'shared-memory', mountPath: '/dev/shm' },
  volume: { name: 'shared-memory', emptyDir: { medium: 'Memory' } },
};

/** Most images know no user 1000: libraries that ask for a name or write to the home would fail. */
export function homeEnv(home?: string): EnvVar[] {
  return home === undefined
    ? [
        { name: 'HOME', value: HOME },
        { name: 'USER', value: 'team' },
      ]
    : [{ name: 'HOME', value: home }];
}

/** Mount of the empty home. */
export function homeMounts(home?: string): VolumeMount[] {
  return home === undefined ? [{ name: 'home', mountPath: HOME }] : [];
}

/** Volume of the empty home. */
export function homeVolumes(home?: string): Volume[] {
  return home === undefined ? [{ name: 'home', emptyDir: {} }] : [];
}
