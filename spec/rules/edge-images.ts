import { workloadsAt } from '../edge-placement.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Images come in pieces only to sites whose container runtime can be told where they lie. */
export function* edgeImages({ edge }: PlatformSpec): Iterable<Finding> {
  if (edge === undefined) return;
  for (const [index, site] of edge.sites.entries()) {
    const carried = workloadsAt(edge, site).filter(({ images }) => images !== undefined);
    if (site.kind !== 'kubeedge' || carried.length === 0) continue;
    yield {
      code: 'EDGE_IMAGES_KUBEEDGE',
      level: 'error',
      at: pathText(['edge', 'sites', index, 'kind']),
      problem: `images of ${carried.map(({ name }) => name).join(', ')} come in pieces, and the runtime of a KubeEdge machine is not told where they lie: it would pull them over the link all the same`,
      fix: 'use k3s or talos there, or leave the site out of these workloads and write one without images for it',
    };
  }
}
