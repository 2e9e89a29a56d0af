import { LONGEST_NAME } from '../field.ts';
import type { Finding } from '../finding.ts';
import type { PlatformSpec } from '../platform.ts';
import { pathText } from '../spec-path.ts';

/** A department's cohort is called `<platform>-<department>` and must fit into a label value. */
export function* longCohortNames({ metadata, queueing }: PlatformSpec): Iterable<Finding> {
  for (const [index, { name }] of queueing.departments.entries()) {
    const cohort = `${metadata.name}-${name}`;
    if (cohort.length <= LONGEST_NAME) continue;
    yield {
      code: 'QUEUE_DEPARTMENT_LONG',
      level: 'error',
      at: pathText(['queueing', 'departments', index, 'name']),
      problem: `its cohort ${cohort} has ${cohort.length} characters, more than ${LONGEST_NAME}`,
      fix: `shorten the department’s name to ${LONGEST_NAME - metadata.name.length - 1} characters, or the platform’s`,
    };
  }
}
