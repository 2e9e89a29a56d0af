import { errorAt, type Finding, PlatformError } from '../../spec/finding.ts';

/** One thing that is wrong with a bundle, its parts, or a registry. */
export const bundleFinding: (
  code: `BUNDLE_${Uppercase<string>}`,
  at: string,
  words: Pick<Finding, 'fix' | 'problem'>,
) => Finding = errorAt;

/** The same, as what ends the work. */
export function bundleError(...finding: Parameters<typeof bundleFinding>): PlatformError {
  return new PlatformError([bundleFinding(...finding)]);
}
