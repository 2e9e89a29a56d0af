import type { Finding } from '../finding.ts';
import { fixByName } from '../nearest.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A team belongs to a department that there is, and a department to one above it that there is. */
export function* knownDepartment({ queueing, teams }: PlatformSpec): Iterable<Finding> {
  const names = queueing.departments.map(({ name }) => name);
  const known = new Set(names);
  const fix = (word: string, others: readonly string[]) =>
    others.length === 0 ? 'add it to queueing.departments, or remove the line' : fixByName(word, others);
  for (const [index, { department }] of teams.entries()) {
    if (department === undefined || known.has(department)) continue;
    yield {
      code: 'TEAM_DEPARTMENT_UNKNOWN',
      level: 'error',
      at: pathText(['teams', index, 'department']),
      problem: `no department is called ${department}`,
      fix: fix(department, names),
    };
  }
  for (const [index, { name, parent }] of queueing.departments.entries()) {
    if (parent === undefined || known.has(parent)) continue;
    yield {
      code: 'QUEUE_PARENT_UNKNOWN',
      level: 'error',
      at: pathText(['queueing', 'departments', index, 'parent']),
      problem: `no department is called ${parent}`,
      fix: fix(
        parent,
        names.filter((each) => each !== name),
      ),
    };
  }
}
