import { errorAt, type Finding } from './finding.ts';

/** Something that is wrong with a release: nothing is written or served before it is put right. */
export const releaseError: (
  code: `RELEASE_${Uppercase<string>}`,
  at: string,
  words: Pick<Finding, 'fix' | 'problem'>,
) => Finding = errorAt;
