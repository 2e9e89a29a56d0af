import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText, type SpecPath } from '../spec-path.ts';

/** Two things of one kind never share a name: objects, quotas and labels are found by it. */
export function* duplicateNames({ pools, queueing, teams }: PlatformSpec): Iterable<Finding> {
  yield* repeated('POOL_NAME_DUPLICATE', ['pools'], pools);
  yield* repeated('TEAM_NAME_DUPLICATE', ['teams'], teams);
  yield* repeated('QUEUE_DEPARTMENT_DUPLICATE', ['queueing', 'departments'], queueing.departments);
  yield* repeated('QUEUE_PRIORITY_DUPLICATE', ['queueing', 'priorities'], queueing.priorities);
}

function* repeated(
  code: Finding['code'],
  list: SpecPath,
  entries: readonly { readonly name: string }[],
): Iterable<Finding> {
  const first = new Map<string, number>();
  for (const [index, { name }] of entries.entries()) {
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, index);
    else
      yield {
        code,
        level: 'error',
        at: pathText([...list, index, 'name']),
        problem: `${pathText([...list, earlier])} is called ${name} too`,
        fix: 'rename or remove one of the two',
      };
  }
}
