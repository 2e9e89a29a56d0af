import type { TargetFacts } from '../../spec/facts.ts';
import type { TrainingSpec } from '../../spec/training.ts';
import type { EnvFromSource, EnvVar } from '../imports/kubernetes.gen.ts';
import type { PodParts } from './pod-parts.ts';

/** Claim of the volume that a team's jobs keep their checkpoints on, one in each of its namespaces. */
export const CHECKPOINT_CLAIM = 'checkpoints';

/** ConfigMap that tenancy makes in each namespace of a team that has a bucket. */
const OBJECT_STORE = 'object-store';
const MOUNT = '/checkpoints';
const JOB_FROM_LABEL: EnvVar = {
  name: 'PLINTH_JOB',
  valueFrom: { fieldRef: { fieldPath: "metadata.labels['jobset.sigs.k8s.io/jobset-name']" } },
};

/** Where jobs keep their checkpoints: a volume of many nodes, the team's bucket, or nowhere. */
export type CheckpointStore =
  | { readonly kind: 'volume'; readonly storageClass: string }
  | { readonly kind: 'bucket'; readonly secrets: readonly string[] }
  | { readonly kind: 'none' };

/** Names of the variables that tell a training program about checkpoints. */
export const CHECKPOINT_ENV = {
  every: 'PLINTH_CHECKPOINT_EVERY_SECONDS',
  keep: 'PLINTH_CHECKPOINT_KEEP',
  uri: 'PLINTH_CHECKPOINT_URI',
} as const;

/** What checkpoints add to a pod; a later variable may refer to an earlier one. */
export interface CheckpointParts extends PodParts {
  /** Keys of the object store. */
  readonly envFrom?: readonly EnvFromSource[];
}

/** The store that a place offers: a shared volume before the object store, because every program can write files. */
export function checkpointStore({ sharedStorage, teams }: TargetFacts): CheckpointStore {
  if (sharedStorage !== undefined) return { kind: 'volume', storageClass: sharedStorage };
  if (teams.some(({ bucket }) => bucket === undefined)) return { kind: 'none' };
  const secrets = new Set(teams.flatMap(({ bucket }) => bucket?.secret ?? []));
  return { kind: 'bucket', secrets: [...secrets].sort() };
}

/**
 * What checkpoints add to the pods of a job.
 *
 * @param job - name of the job; without it the pods read it from the label that JobSet gives them
 */
export function checkpointParts(
  { checkpoints }: Pick<TrainingSpec, 'checkpoints'>,
  store: CheckpointStore,
  job?: string,
): CheckpointParts {
  const env: EnvVar[] = [
    { name: CHECKPOINT_ENV.every, value: `${checkpoints.every}` },
    { name: CHECKPOINT_ENV.keep, value: `${checkpoints.keep}` },
    job === undefined ? JOB_FROM_LABEL : { name: JOB_FROM_LABEL.name, value: job },
  ];
  const uri = (base: string): EnvVar => ({ name: CHECKPOINT_ENV.uri, value: `${base}/$(PLINTH_JOB)` });
  switch (store.kind) {
    case 'volume':
      return {
        env: [...env, uri(`file://${MOUNT}`)],
        mounts: [{ name: CHECKPOINT_CLAIM, mountPath: MOUNT }],
        volumes: [{ name: CHECKPOINT_CLAIM, persistentVolumeClaim: { claimName: CHECKPOINT_CLAIM } }],
      };
    case 'bucket':
      return {
        env: [
          ...env,
          fromObjectStore('PLINTH_OBJECT_STORE_URI', 'URI'),
          fromObjectStore('AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_S3', true),
          fromObjectStore('AZURE_STORAGE_ACCOUNT_NAME', 'AZURE_STORAGE_ACCOUNT_NAME', true),
          uri('$(PLINTH_OBJECT_STORE_URI)/checkpoints'),
        ],
        envFrom: store.secrets.length === 0 ? undefined : store.secrets.map((name) => ({ secretRef: { name } })),
        mounts: [],
        volumes: [],
      };
    case 'none':
      return { env, mounts: [], volumes: [] };
  }
}

function fromObjectStore(name: string, key: string, optional?: boolean): EnvVar {
  return { name, valueFrom: { configMapKeyRef: { name: OBJECT_STORE, key, optional } } };
}
