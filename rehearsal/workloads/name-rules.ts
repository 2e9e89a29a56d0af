import type { Finding } from '../../spec/finding.ts';
import type { JobsOfEntry } from './plan-jobs.ts';
import { LONGEST_NAME } from './workloads-file.ts';
import { mistake } from './workloads-finding.ts';

/** Each job has a name of its own that controllers can still add to. */
export function* properNames(entries: readonly JobsOfEntry[]): Iterable<Finding> {
  const owners = new Map<string, string>();
  for (const { at, jobs } of entries) {
    const place = `${at[0]}[${at[1]}]`;
    const long = jobs.findLast(({ name }) => name.length > LONGEST_NAME);
    if (long !== undefined)
      yield mistake('WORKLOADS_NAME_LONG', [...at, 'name'], {
        problem: `with its number it becomes ${long.name}, ${long.name.length} characters; at most ${LONGEST_NAME} fit with what controllers add`,
        fix: `shorten it by ${long.name.length - LONGEST_NAME}`,
      });
    const taken = jobs.find(({ name }) => owners.has(name));
    if (taken !== undefined)
      yield mistake('WORKLOADS_NAME_TAKEN', [...at, 'name'], {
        problem: `a job of ${owners.get(taken.name)} is called ${taken.name} too`,
        fix: 'choose another name',
      });
    for (const { name } of jobs) owners.set(name, owners.get(name) ?? place);
  }
}
