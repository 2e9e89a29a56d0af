import { type Finding, PlatformError } from '../spec/finding.ts';
import { countFindings, EXIT, paint, print, say, showFindings } from './terminal.ts';

/** Options that every verb has. */
export interface CommonOptions {
  /** Print data as JSON to standard output. @default - text for people */
  readonly json?: boolean;
}

/**
 * Runs a verb and turns its outcome into an exit code: findings are shown all at once, and a mistake of ours is never
 * shown as the user's.
 */
export async function runVerb(options: CommonOptions, work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    report(error.findings, options);
    process.exitCode = error.findings.every(isAboutFiles) ? EXIT.failed : EXIT.found;
  }
}

/** Shows findings in the asked form. */
export function report(findings: readonly Finding[], { json }: CommonOptions): void {
  if (json) print({ findings });
  else if (findings.length > 0) {
    showFindings(findings);
    const errors = findings.some(({ level }) => level === 'error');
    say(paint(errors ? 'red' : 'yellow', countFindings(findings)));
  }
}

/** Findings about the file, folder, lock, machine or server itself, not about what stands in them: the verb could not run. */
function isAboutFiles({ code }: Finding): boolean {
  return /^(ENGINE|FILE|FOLDER|LOCK_UNREADABLE|GIT|TOOL|REGISTRY_(BUSY|FAILED|FORBIDDEN|GONE|NOT_HARBOR|UNAUTHORISED)$)/.test(
    code,
  );
}
