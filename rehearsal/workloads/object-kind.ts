import type { JobKind } from './planned-job.ts';

/** Kind of the Kubernetes object that stands for a kind of work. */
export function objectKind(kind: JobKind): Exclude<JobKind, 'Notebook'> {
  return kind === 'Notebook' ? 'Job' : kind;
}
