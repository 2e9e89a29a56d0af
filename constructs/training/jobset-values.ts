import { components } from '../../catalog/index.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { type ControllerSize, controllerSize } from './controller-size.ts';

/** Values of the JobSet chart that Plinth sets. */
export interface JobSetValues {
  readonly image: { readonly repository: string; readonly tag: string; readonly pullPolicy: 'IfNotPresent' };
  readonly controller: {
    readonly replicas: number;
    readonly leaderElection: { readonly enable: boolean };
    readonly resources: ControllerSize;
    readonly podDisruptionBudget: { readonly enabled: boolean; readonly minAvailable: number };
  };
}

/** The chart's values. Its own image is a staging one: the released image of the same version is named instead. */
export function jobSetValues(spec: PlatformSpec): JobSetValues {
  return {
    image: {
      repository: 'registry.k8s.io/jobset/jobset',
      tag: `v${spec.components['jobset']?.version ?? components.jobset.version}`,
      pullPolicy: 'IfNotPresent',
    },
    controller: {
      replicas: 2,
      leaderElection: { enable: true },
      resources: controllerSize(spec),
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
    },
  };
}
