import { DEFAULT_KUBERNETES_MINOR, kubernetesMinors } from '../../catalog/index.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** The cluster's minor is one that the catalogue knows. */
export function* kubernetesMinor({ target }: PlatformSpec): Iterable<Finding> {
  if (Object.hasOwn(kubernetesMinors, target.kubernetes)) return;
  yield {
    code: 'TARGET_KUBERNETES_UNKNOWN',
    level: 'error',
    at: pathText(['target', 'kubernetes']),
    problem: `Kubernetes ${target.kubernetes} is none of ${Object.keys(kubernetesMinors).join(', ')}`,
    fix: `write "${DEFAULT_KUBERNETES_MINOR}", in quotes`,
  };
}
