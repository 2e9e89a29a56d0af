import { components } from '../../catalog/index.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { type ControllerSize, controllerSize } from './controller-size.ts';

/** Values of the LeaderWorkerSet chart that Plinth sets. */
export interface LeaderWorkerSetValues {
  readonly replicaCount: number;
  readonly image: {
    readonly manager: { readonly repository: string; readonly tag: string; readonly pullPolicy: 'IfNotPresent' };
  };
  readonly podSecurityContext: {
    readonly runAsNonRoot: true;
    readonly seccompProfile: { readonly type: 'RuntimeDefault' };
  };
  readonly resources: ControllerSize;
}

/** The chart's values. Its own tag is `main`, and its pods name no seccomp profile, which the restricted level asks for. */
export function leaderWorkerSetValues(spec: PlatformSpec): LeaderWorkerSetValues {
  const version = spec.components['leaderworkerset']?.version ?? components.leaderworkerset.version;
  return {
    replicaCount: 2,
    image: {
      manager: { repository: 'registry.k8s.io/lws/lws', tag: `v${version}`, pullPolicy: 'IfNotPresent' },
    },
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    resources: controllerSize(spec),
  };
}
