import type { Finding } from '../../spec/finding.ts';
import type { PlatformSpec } from '../../spec/platform.ts';
import { pathText } from '../../spec/spec-path.ts';

/** Steps from the root of a workloads file to one value. */
export type FilePath = readonly (string | number)[];

/** A mistake in a workloads file: nothing starts before it is put right. */
export function mistake(
  code: `WORKLOADS_${Uppercase<string>}`,
  at: FilePath,
  { fix, problem }: Pick<Finding, 'fix' | 'problem'>,
): Finding {
  return { code, level: 'error', at: pathText(at), problem, fix };
}

/** A part of a workloads file, where it stands, and the platform that it is for. */
export interface On<T> {
  readonly spec: PlatformSpec;
  readonly at: FilePath;
  readonly entry: T;
}

/** One size that jobs of an entry have. */
export interface SizeEntry {
  readonly team: string;
  readonly pool: string;
  /** @default - all that a pod can have of a node */
  readonly units?: number | undefined;
  readonly nodes: number;
}
