/** A place in the user's own file. */
export interface Place {
  /** File as the user named it. */
  readonly file: string;
  /** Line, counted from 1. */
  readonly line: number;
  /** Column, counted from 1. */
  readonly column: number;
}

/** One thing about the platform that the user must or should change. */
export interface Finding {
  /** Stable identifier that users search for and suppress by. Public API: never renamed, never reused. */
  readonly code: Uppercase<string>;
  /** `error` stops every verb that would write something; `warning` is printed and goes on. */
  readonly level: 'error' | 'warning';
  /** Where, in the user's own words: a spec path such as `teams[2].quota.train-h100.guaranteed`. */
  readonly at: string;
  /** What is wrong: the value given, the values allowed, and their unit. */
  readonly problem: string;
  /** The edit that puts it right. */
  readonly fix: string;
  /**
   * Position in the user's file.
   *
   * @default - unknown: the spec came from a program, not from a file
   */
  readonly place?: Place;
}

/** One error; families of codes give it a name of their own, which takes their codes only. */
export function errorAt(
  code: Finding['code'],
  at: string,
  { fix, problem }: Pick<Finding, 'fix' | 'problem'>,
): Finding {
  return { code, level: 'error', at, problem, fix };
}

/** Looks at one value and says everything that is wrong with it. Pure: no clock, no disk, no network. */
export type Rule<T> = (value: T) => Iterable<Finding>;

/** Raised once with every finding, so that users fix all mistakes in one edit. */
export class PlatformError extends Error {
  public override readonly name = 'PlatformError';
  /** Everything that is wrong, in the order of the file. */
  public readonly findings: readonly Finding[];

  public constructor(findings: readonly Finding[]) {
    super(findings.map((f) => `${f.code} at ${f.at}: ${f.problem}; ${f.fix}`).join('\n'));
    this.findings = findings;
  }
}

/**
 * Applies every rule to `value`; errors are raised together, warnings are returned.
 *
 * @throws {PlatformError} with all findings, in rule order, if one of them is an error.
 */
export function enforce<T>(value: T, rules: readonly Rule<T>[]): readonly Finding[] {
  const findings = rules.flatMap((rule) => [...rule(value)]);
  if (findings.some((finding) => finding.level === 'error')) throw new PlatformError(findings);
  return findings;
}
