import { candidateNodes, type EdgeNode, serversIn, workloadsAt } from '../edge-placement.ts';
import type { EdgeSite } from '../edge-site.ts';
import type { EdgeWorkload } from '../edge-workload.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A site's machines have what its workloads need: the architecture of their image, and accelerators enough. */
export function* edgeFits({ edge }: PlatformSpec): Iterable<Finding> {
  if (edge === undefined) return;
  for (const [index, site] of edge.sites.entries()) {
    const here = workloadsAt(edge, site);
    for (const workload of here) yield* ofWorkload(workload, site, index);
    yield* together(here, site, index);
  }
}

function* ofWorkload(workload: EdgeWorkload, site: EdgeSite, index: number): Iterable<Finding> {
  const { accelerator, accelerators, architectures, kind, name } = workload;
  const nodes = candidateNodes(workload, site);
  const where = kind === 'server' ? `${nodes[0]?.name}, where models lie,` : 'no machine of it';
  const right = nodes.filter(({ architecture }) => architectures.includes(architecture));
  const at = pathText(['edge', 'sites', index, 'nodes']);
  if (right.length === 0)
    yield {
      code: 'EDGE_ARCHITECTURE_MISSING',
      level: 'error',
      at,
      problem: `the image of ${name} is for ${architectures.join(', ')}, and ${where} ${kind === 'server' ? `is ${nodes[0]?.architecture}` : 'is'}`,
      fix: `build it for ${nodes[0]?.architecture} too, give ${site.name} another image in overrides, or leave ${site.name} out of sites of ${name}`,
    };
  else if (accelerators > 0 && !right.some((node) => serves(node, accelerator)))
    yield {
      code: 'EDGE_ACCELERATOR_MISSING',
      level: 'error',
      at,
      problem: `${name} takes ${accelerators} of ${accelerator ?? 'any accelerator'}, and ${site.name} has ${nodes.map((node) => `${node.name}: ${node.accelerator ?? 'none'}`).join(', ')}${kind === 'server' ? ' where models lie' : ''}`,
      fix: `set accelerators to 0 for ${site.name} in overrides, with an image for its processor, or leave ${site.name} out of sites of ${name}`,
    };
}

function serves(node: EdgeNode, wanted: string | undefined): boolean {
  return node.accelerator !== undefined && (wanted === undefined || node.accelerator === wanted);
}

/** Servers share the machine on which models lie. */
function* together(here: readonly EdgeWorkload[], { nodes, name }: EdgeSite, index: number): Iterable<Finding> {
  const [first] = nodes;
  const taken = serversIn(here).reduce((sum, { accelerators }) => sum + accelerators, 0);
  if (first?.accelerator === undefined || taken <= first.count) return;
  yield {
    code: 'EDGE_ACCELERATOR_FEW',
    level: 'error',
    at: pathText(['edge', 'sites', index, 'nodes', 0, 'count']),
    problem: `servers of ${name} take ${taken} accelerators, and ${first.name}, where models lie, has ${first.count}`,
    fix: 'leave the site out of sites of one of them, or let one do without in overrides',
  };
}
