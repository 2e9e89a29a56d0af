import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Sites belong to rings that there are, rings have sites, and a ring's budget is less than the ring. */
export function* edgeRings({ edge }: PlatformSpec): Iterable<Finding> {
  if (edge === undefined) return;
  const names = edge.rings.map(({ name }) => name);
  for (const [index, { name, ring }] of edge.sites.entries())
    if (!names.includes(ring))
      yield {
        code: 'EDGE_RING_UNKNOWN',
        level: 'error',
        at: pathText(['edge', 'sites', index, 'ring']),
        problem: `no ring is called ${ring}, so ${name} would never get a model`,
        fix: fixByName(ring, names),
      };
  for (const [index, { failureBudget, name }] of edge.rings.entries()) {
    const sites = edge.sites.filter(({ revoked, ring }) => ring === name && !revoked).length;
    if (sites === 0)
      yield {
        code: 'EDGE_RING_EMPTY',
        level: 'error',
        at: pathText(['edge', 'rings', index]),
        problem: `${name} has no sites: a new model would go to the next ring without having been anywhere`,
        fix: 'give it a site, or remove it',
      };
    else if (failureBudget >= sites)
      yield {
        code: 'EDGE_RING_BUDGET',
        level: 'warning',
        at: pathText(['edge', 'rings', index, 'failureBudget']),
        problem: `${failureBudget} sites may fail and ${name} has ${sites}: nothing ever stops a bad model there`,
        fix: `write at most ${sites - 1}`,
      };
  }
}
