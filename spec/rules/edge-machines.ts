import { edgeAccelerator, edgeAcceleratorNames } from '../edge-placement.ts';
import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Accelerators of sites and workloads are in the catalogue, and sit in machines that they can sit in. */
export function* edgeMachines({ edge }: PlatformSpec): Iterable<Finding> {
  if (edge === undefined) return;
  const named = [
    ...edge.sites.flatMap(({ nodes }, site) =>
      nodes.map(({ accelerator }, node) => [accelerator, ['sites', site, 'nodes', node]] as const),
    ),
    ...edge.workloads.map(({ accelerator }, index) => [accelerator, ['workloads', index]] as const),
  ];
  for (const [name, path] of named)
    if (name !== undefined && edgeAccelerator(name) === undefined)
      yield {
        code: 'EDGE_ACCELERATOR_UNKNOWN',
        level: 'error',
        at: pathText(['edge', ...path, 'accelerator']),
        problem: `no accelerator of the catalogue is called ${name}`,
        fix: fixByName(name, edgeAcceleratorNames()),
      };
  for (const [site, { nodes }] of edge.sites.entries())
    for (const [node, { accelerator = '', architecture }] of nodes.entries()) {
      const needed = edgeAccelerator(accelerator)?.architecture;
      if (needed === undefined || needed === architecture) continue;
      yield {
        code: 'EDGE_ARCHITECTURE_WRONG',
        level: 'error',
        at: pathText(['edge', 'sites', site, 'nodes', node, 'architecture']),
        problem: `${accelerator} is one chip with an ${needed} processor, and the machine is ${architecture}`,
        fix: `write ${needed}, or name the accelerator that is really there`,
      };
    }
}
