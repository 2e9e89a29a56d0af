import type { PlatformSpec } from '../../spec/platform.ts';
import { type ControllerSize, controllerSize } from './controller-size.ts';

/** Values of the Kubeflow Trainer chart that Plinth sets. */
export interface TrainerValues {
  readonly jobset: { readonly install: boolean };
  readonly dataCache: { readonly enabled: boolean; readonly lws: { readonly install: boolean } };
  readonly manager: { readonly replicas: number; readonly resources: ControllerSize };
  readonly runtimes: { readonly defaultEnabled: boolean };
}

/**
 * The chart's values. It can bring a JobSet and a LeaderWorkerSet of its own, but a cluster takes one of each: ours. Its
 * own runtimes stay off: they run as root, and a hook that fetches kubectl would install them.
 */
export function trainerValues(spec: PlatformSpec): TrainerValues {
  return {
    jobset: { install: false },
    dataCache: { enabled: false, lws: { install: false } },
    manager: { replicas: 2, resources: controllerSize(spec) },
    runtimes: { defaultEnabled: false },
  };
}
