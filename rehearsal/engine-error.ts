import { type Finding, PlatformError } from '../spec/finding.ts';

/** One thing the user must change before an engine can be built or used: a finding that has no place in the spec. */
export interface EngineProblem extends Omit<Finding, 'level' | 'place'> {
  readonly code: `ENGINE_${Uppercase<string>}`;
  /** What it is about: the name of an engine, a module or a release; `engines` for all of them. */
  readonly at: string;
}

/**
 * Raised when an engine is missing, cannot be built, or does not start.
 *
 * Findings like any other, but of the machine and not of the spec: by their codes the command line knows that it could not
 * run, and says so with exit code 2.
 */
export class EngineError extends PlatformError {
  public constructor(...problems: readonly EngineProblem[]) {
    super(problems.map((problem) => ({ ...problem, at: `(${problem.at})`, level: 'error' })));
  }
}
