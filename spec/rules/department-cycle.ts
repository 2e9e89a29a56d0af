import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** Departments form a tree: none is above itself. */
export function* departmentCycle({ queueing }: PlatformSpec): Iterable<Finding> {
  const parents = new Map(queueing.departments.map(({ name, parent }) => [name, parent]));
  const said = new Set<string>();
  for (const [index, { name }] of queueing.departments.entries()) {
    const circle = circleFrom(name, parents);
    if (circle === undefined || said.has(name)) continue;
    for (const each of circle) said.add(each);
    yield {
      code: 'QUEUE_DEPARTMENT_CYCLE',
      level: 'error',
      at: pathText(['queueing', 'departments', index, 'parent']),
      problem: `the departments ${[...circle, name].join(' → ')} are each above the other`,
      fix: 'remove the parent of one of them, which then stands directly under the platform',
    };
  }
}

/** The departments from one upwards back to itself; nothing where the way ends, or goes round elsewhere. */
function circleFrom(start: string, parents: ReadonlyMap<string, string | undefined>): readonly string[] | undefined {
  const way = [start];
  for (let next = parents.get(start); next !== undefined; next = parents.get(next)) {
    if (next === start) return way;
    if (way.includes(next)) return undefined;
    way.push(next);
  }
  return undefined;
}
