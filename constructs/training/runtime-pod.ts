import { EXPERIMENT_TRACKING } from '../../spec/team-identity.ts';
import type { TrainingSpec } from '../../spec/training.ts';
import { RESTRICTED_CONTAINER } from '../core/index.ts';
import type { Container, EnvVar, PodTemplateSpec } from '../imports/kubernetes.gen.ts';
import { TEAM_SERVICE_ACCOUNT } from '../tenancy/index.ts';
import { type CheckpointStore, checkpointParts } from './checkpoint-store.ts';
import { labelled, podHome, SHARED_MEMORY } from './pod-parts.ts';
import { RESTRICTED_POD } from './restricted-pod.ts';

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
  /** Whether pods are told where their team's experiments are recorded. @default false */
  readonly tracking?: boolean;
}

/** What one kind of pod adds. */
export interface RuntimePodProps extends Pick<Container, 'image' | 'command' | 'readinessProbe'> {
  /** Home directory in the image, for programs that run as a user the image knows. @default - an empty folder, for any user */
  readonly home?: string;
}

/** Time that a pod gets to end, on top of what one checkpoint takes. Unit: seconds. */
const GRACE_SECONDS = 30;

/** Optional: a job starts also where the team's MLflow is not there yet, and then records nothing. */
const TRACKING_URI: EnvVar = {
  name: 'MLFLOW_TRACKING_URI',
  valueFrom: { configMapKeyRef: { name: EXPERIMENT_TRACKING, key: 'MLFLOW_TRACKING_URI', optional: true } },
};

/** The pod of a training job: restricted, without a token for the API server, with its checkpoints at hand. */
export function runtimePod(setting: RuntimeSetting, { home, ...container }: RuntimePodProps): PodTemplateSpec {
  const { sandbox, store, tracking = false, training } = setting;
  const checkpoints = checkpointParts(training, store);
  const at = podHome(home);
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
          env: [...at.env, ...checkpoints.env, ...(tracking ? [TRACKING_URI] : [])],
          envFrom: checkpoints.envFrom,
          volumeMounts: [SHARED_MEMORY.mount, ...at.mounts, ...checkpoints.mounts],
          securityContext: RESTRICTED_CONTAINER,
        },
      ],
      volumes: [SHARED_MEMORY.volume, ...at.volumes, ...checkpoints.volumes],
    },
  };
}
