import type { Finding } from '../spec/finding.ts';

/** One thing the user must change before an engine can be built or used: a finding that has no place in the spec. */
export interface EngineProblem extends Omit<Finding, 'level' | 'place'> {
  readonly code: `REHEARSAL_${Uppercase<string>}`;
}

/**
 * Raised when an engine is missing, cannot be built, or does not start.
 *
 * No mistake in the user's spec, so no `PlatformError`: the command line could not run and says so with exit code 2.
 */
export class EngineError extends Error {
  public override readonly name = 'EngineError';
  /** What to tell the user, in the shape that the command line prints for any finding. */
  public readonly findings: readonly Finding[];

  public constructor(...problems: readonly EngineProblem[]) {
    super(problems.map(({ code, at, problem, fix }) => `${code} at ${at}: ${problem}; ${fix}`).join('\n'));
    this.findings = problems.map((problem) => ({ ...problem, level: 'error' }));
  }
}
