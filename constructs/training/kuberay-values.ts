import type { PlatformSpec } from '../../spec/platform.ts';
import { type ControllerSize, controllerSize } from './controller-size.ts';

/** Values of the KubeRay operator chart that Plinth sets. */
export interface KubeRayValues {
  readonly replicas: number;
  readonly leaderElectionEnabled: boolean;
  readonly resources: ControllerSize;
}

/** The chart's values. Its own limit of a tenth of a CPU throttles the operator. */
export function kubeRayValues(spec: PlatformSpec): KubeRayValues {
  return { replicas: 2, leaderElectionEnabled: true, resources: controllerSize(spec) };
}
