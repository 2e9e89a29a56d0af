import { type Finding, PlatformError } from '../../spec/finding.ts';

/** One thing that is wrong with a bundle, its parts, or a registry. */
export function bundleFinding(
  code: `BUNDLE_${Uppercase<string>}`,
  at: string,
  { fix, problem }: Pick<Finding, 'fix' | 'problem'>,
): Finding {
  return { code, level: 'error', at, problem, fix };
}

/** The same, as what ends the work. */
export function bundleError(...finding: Parameters<typeof bundleFinding>): PlatformError {
  return new PlatformError([bundleFinding(...finding)]);
}
