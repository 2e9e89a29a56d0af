import type { Finding } from '../../spec/finding.ts';
import type { JobsOfEntry } from './plan-jobs.ts';
import { LONGEST_NAME, type ServerEntry } from './workloads-file.ts';
import { type FilePath, mistake } from './workloads-finding.ts';

/** Work that has names. */
export interface NamedWork {
  readonly entries: readonly JobsOfEntry[];
  readonly servers: readonly Pick<ServerEntry, 'name'>[];
}

/** Each job and server has a name of its own that controllers can still add to. */
export function* properNames({ entries, servers }: NamedWork): Iterable<Finding> {
  const owners = new Map<string, string>();
  for (const [index, { name }] of servers.entries()) {
    if (owners.has(name)) yield taken(['servers', index], name, owners.get(name));
    owners.set(name, owners.get(name) ?? `servers[${index}]`);
  }
  for (const { at, jobs } of entries) {
    const place = `${at[0]}[${at[1]}]`;
    const long = jobs.findLast(({ name }) => name.length > LONGEST_NAME);
    if (long !== undefined)
      yield mistake('WORKLOADS_NAME_LONG', [...at, 'name'], {
        problem: `with its number it becomes ${long.name}, ${long.name.length} characters; at most ${LONGEST_NAME} fit with what controllers add`,
        fix: `shorten it by ${long.name.length - LONGEST_NAME}`,
      });
    const second = jobs.find(({ name }) => owners.has(name));
    if (second !== undefined) yield taken(at, second.name, owners.get(second.name));
    for (const { name } of jobs) owners.set(name, owners.get(name) ?? place);
  }
}

function taken(at: FilePath, name: string, owner: string | undefined): Finding {
  return mistake('WORKLOADS_NAME_TAKEN', [...at, 'name'], {
    problem: `${owner?.startsWith('servers') ? owner : `a job of ${owner}`} is called ${name} too`,
    fix: 'choose another name',
  });
}
