import { readFile } from 'node:fs/promises';
import { defaultWorkloads } from '../../rehearsal/workloads/default-workloads.ts';
import { parseWorkloads } from '../../rehearsal/workloads/parse-workloads.ts';
import type { WorkloadPlan } from '../../rehearsal/workloads/planned-job.ts';
import { PlatformError } from '../../spec/finding.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { readSource } from '../../spec/source-file.ts';

/** What a rehearsal submits: a file's jobs, the usual ones, or none. */
export type WorkloadsChoice =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'usual' }
  | { readonly kind: 'none' };

/**
 * The jobs and faults of a rehearsal.
 *
 * @throws {PlatformError} `FILE_MISSING`, `FILE_UNREADABLE`, and everything that is wrong with the file.
 */
export async function workloadsOf(choice: WorkloadsChoice, spec: PlatformSpec): Promise<WorkloadPlan> {
  if (choice.kind === 'none') return { speed: 1, jobs: [], servers: [], faults: [] };
  if (choice.kind === 'usual') return defaultWorkloads(spec);
  const source = readSource(choice.file, await bytesOf(choice.file));
  return parseWorkloads(source.content, spec, source);
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new PlatformError([
      {
        code: missing ? 'FILE_MISSING' : 'FILE_UNREADABLE',
        level: 'error',
        at: '(file)',
        problem: missing ? 'there is no such file' : `it cannot be read: ${(error as Error).message}`,
        fix: 'name the workloads file itself, or leave --workloads out for the usual jobs',
        place: { file, line: 1, column: 1 },
      },
    ]);
  }
}
