import type { EnvVar, ObjectMeta, Volume, VolumeMount } from '../imports/kubernetes.gen.ts';

const HOME = '/home/team';

/** What something adds to a pod of one container. */
export interface PodParts {
  /** Variables. */
  readonly env: readonly EnvVar[];
  /** Mounts of the container. */
  readonly mounts: readonly VolumeMount[];
  /** Volumes of the pod. */
  readonly volumes: readonly Volume[];
}

/**
 * The home directory of a container: most images know no user 1000, and libraries that ask for a name or write to the
 * home would fail.
 *
 * @param home - home in the image, for programs that run as a user the image knows; without it an empty folder
 */
export function podHome(home?: string): PodParts {
  if (home !== undefined) return { env: [{ name: 'HOME', value: home }], mounts: [], volumes: [] };
  return {
    env: [
      { name: 'HOME', value: HOME },
      { name: 'USER', value: 'team' },
    ],
    mounts: [{ name: 'home', mountPath: HOME }],
    volumes: [{ name: 'home', emptyDir: {} }],
  };
}

/** Data loaders and NCCL pass tensors through shared memory; the default of 64 MiB is too little. Counts as the pod's memory. */
export const SHARED_MEMORY: { readonly mount: VolumeMount; readonly volume: Volume } = {
  mount: { name: 'shared-memory', mountPath: '/dev/shm' },
  volume: { name: 'shared-memory', emptyDir: { medium: 'Memory' } },
};

/** Metadata with labels; nothing where there are none. */
export function labelled(labels: Readonly<Record<string, string>>): ObjectMeta | undefined {
  return Object.keys(labels).length === 0 ? undefined : { labels };
}
