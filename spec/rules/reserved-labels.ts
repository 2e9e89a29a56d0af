import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText, type SpecPath } from '../spec-path.ts';

/** Labels of every object that the platform sets itself. */
const ON_OBJECTS = /^(plinth\.dev\/|app\.kubernetes\.io\/(part-of|managed-by)$)/;
/** Labels of nodes that Kubernetes, the clouds, the autoscalers and the platform set themselves. */
const ON_NODES =
  /^(plinth\.dev\/|([a-z0-9.-]+\.)?(kubernetes\.io|k8s\.io|k8s\.aws|karpenter\.sh|eks\.amazonaws\.com|cloud\.google\.com|kubernetes\.azure\.com|doks\.digitalocean\.com)\/)/;

/** A label that somebody else sets would be overwritten, or refused by the API server. */
export function* reservedLabels({ metadata, pools }: PlatformSpec): Iterable<Finding> {
  yield* reserved('METADATA_LABEL_RESERVED', ['metadata', 'labels'], metadata.labels, ON_OBJECTS);
  for (const [index, { labels }] of pools.entries())
    yield* reserved('POOL_LABEL_RESERVED', ['pools', index, 'labels'], labels, ON_NODES);
}

function* reserved(
  code: Finding['code'],
  at: SpecPath,
  labels: Readonly<Record<string, string>>,
  taken: RegExp,
): Iterable<Finding> {
  for (const key of Object.keys(labels)) {
    if (!taken.test(key)) continue;
    yield {
      code,
      level: 'error',
      at: pathText([...at, key]),
      problem: `${key} is set by Kubernetes, the cloud or the platform`,
      fix: 'put the label under a domain of your own, such as example.org/team',
    };
  }
}
