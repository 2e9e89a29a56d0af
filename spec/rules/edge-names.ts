import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

const WHY = {
  rings: 'a ring',
  sites: 'a site: both would show the same identity, and one could read and report for the other',
  workloads: 'a workload',
} as const;

/** Rings, sites and workloads have names of their own; a site's name is its identity. */
export function* edgeNames({ edge }: PlatformSpec): Iterable<Finding> {
  if (edge === undefined) return;
  for (const list of ['rings', 'sites', 'workloads'] as const)
    yield* twice(
      edge[list].map(({ name }) => name),
      (index) => ['edge', list, index, 'name'],
      WHY[list],
    );
  for (const [index, { overrides }] of edge.workloads.entries())
    yield* twice(
      overrides.map(({ site }) => site),
      (each) => ['edge', 'workloads', index, 'overrides', each, 'site'],
      'what differs at a site',
    );
  for (const [index, { nodes }] of edge.sites.entries())
    yield* twice(
      nodes.map(({ name }) => name),
      (each) => ['edge', 'sites', index, 'nodes', each, 'name'],
      'a machine',
    );
}

function* twice(
  names: readonly string[],
  at: (index: number) => readonly (string | number)[],
  what: string,
): Iterable<Finding> {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (seen.has(name))
      yield {
        code: 'EDGE_NAME_TWICE',
        level: 'error',
        at: pathText([...at(index)]),
        problem: `${name} is already the name of ${what}`,
        fix: 'give each a name of its own',
      };
    seen.add(name);
  }
}
