import { serversIn, workloadsAt } from '../edge-placement.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';
import { sizeText } from '../units.ts';

/** A site has room for the active model of each workload, the one before, and the largest that comes. */
export function* edgeDisk({ edge }: PlatformSpec): Iterable<Finding> {
  if (edge === undefined) return;
  for (const [index, site] of edge.sites.entries()) {
    const sizes = serversIn(workloadsAt(edge, site)).map(({ model }) => model.size);
    const kept = 2 * sizes.reduce((sum, each) => sum + each, 0);
    const needed = kept + Math.max(0, ...sizes);
    if (needed <= site.disk) continue;
    yield {
      code: 'EDGE_DISK_SMALL',
      level: 'error',
      at: pathText(['edge', 'sites', index, 'disk']),
      problem: `${sizeText(site.disk)} is too little: active and previous models take ${sizeText(kept)}, the one that comes ${sizeText(needed - kept)}, together ${sizeText(needed)}`,
      fix: `write at least ${sizeText(needed)}, or run fewer servers there`,
    };
  }
}
