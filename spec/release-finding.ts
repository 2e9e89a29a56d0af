import type { Finding } from './finding.ts';

/** Something that is wrong with a release: nothing is written or served before it is put right. */
export function releaseError(
  code: `RELEASE_${Uppercase<string>}`,
  at: string,
  { fix, problem }: Pick<Finding, 'fix' | 'problem'>,
): Finding {
  return { code, level: 'error', at, problem, fix };
}
