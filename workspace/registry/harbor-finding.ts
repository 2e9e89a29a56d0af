import { type Finding, PlatformError } from '../../spec/finding.ts';

/** Why Harbor did not do what it was asked. */
export type HarborTrouble =
  | 'REGISTRY_UNAUTHORISED'
  | 'REGISTRY_FORBIDDEN'
  | 'REGISTRY_NOT_FOUND'
  | 'REGISTRY_CONFLICT'
  | 'REGISTRY_REFUSED'
  | 'REGISTRY_BUSY'
  | 'REGISTRY_GONE'
  | 'REGISTRY_NOT_HARBOR'
  | 'REGISTRY_FAILED';

/** What is to be done about each. */
const FIXES: Readonly<Record<HarborTrouble, string>> = {
  REGISTRY_UNAUTHORISED: 'check the account in --robot-file; after too many tries Harbor locks an account for a while',
  REGISTRY_FORBIDDEN: 'take an account with the rights of a system administrator',
  REGISTRY_NOT_FOUND: 'run it again: somebody took the object away in between, or the address in --url is another’s',
  REGISTRY_CONFLICT: 'run it again: somebody changed the same object at the same time',
  REGISTRY_REFUSED: 'read Harbor’s words above; the setting is one that this Harbor does not take',
  REGISTRY_BUSY: 'run it again later: what was done stays done, and the rest is still to do',
  REGISTRY_GONE: 'run it again when Harbor answers: what was done stays done, and the rest is still to do',
  REGISTRY_NOT_HARBOR: 'check --url: a gateway, a proxy or a sign-in page answers there instead of Harbor’s API',
  REGISTRY_FAILED: 'look at the log of Harbor’s core; what was done stays done, so run it again',
};

/** Harbor's answer as an error: one finding that says which call it was and what came back. */
export class HarborError extends PlatformError {
  /** HTTP status. @default - no answer came */
  public readonly status: number | undefined;
  /** Kind of trouble. */
  public readonly trouble: HarborTrouble;

  public constructor(trouble: HarborTrouble, call: string, problem: string, status?: number) {
    const finding: Finding = {
      code: trouble,
      level: 'error',
      at: '(registry)',
      problem: `${call}: ${problem}`,
      fix: FIXES[trouble],
    };
    super([finding]);
    this.trouble = trouble;
    this.status = status;
  }
}

/** The kind of trouble that a status stands for. */
export function troubleOf(status: number): HarborTrouble {
  switch (status) {
    case 401:
      return 'REGISTRY_UNAUTHORISED';
    case 403:
      return 'REGISTRY_FORBIDDEN';
    case 404:
      return 'REGISTRY_NOT_FOUND';
    case 409:
    case 412:
      return 'REGISTRY_CONFLICT';
    case 429:
    case 503:
      return 'REGISTRY_BUSY';
    default:
      return status >= 500 ? 'REGISTRY_FAILED' : 'REGISTRY_REFUSED';
  }
}
