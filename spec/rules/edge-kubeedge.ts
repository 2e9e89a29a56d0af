import { components } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Last day of patches of the newest minor that KubeEdge supports: https://kubernetes.io/releases/patch-releases/. */
const END_OF_LIFE = '2026-02-28';

/** KubeEdge stands on a Kubernetes that nobody mends any more: who chooses it shall know. */
export function* edgeKubeedge({ edge }: PlatformSpec): Iterable<Finding> {
  const { kubernetes, version } = components.kubeedge;
  for (const [index, { kind, name }] of (edge?.sites ?? []).entries()) {
    if (kind !== 'kubeedge') continue;
    yield {
      code: 'EDGE_KUBEEDGE_OLD',
      level: 'warning',
      at: pathText(['edge', 'sites', index, 'kind']),
      problem: `KubeEdge ${version} supports Kubernetes ${kubernetes.join(' to ')}, and the patches of ${kubernetes[1]} ended on ${END_OF_LIFE}: ${name} needs a control plane of its own, apart from the platform, that gets no more mends`,
      fix: 'use k3s or talos where the machine can hold a small cluster',
    };
  }
}
