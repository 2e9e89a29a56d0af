import type { Finding } from '../../spec/finding.ts';
import type { BuiltPlatform } from '../built-platform.ts';
import type { Ask } from './command.ts';

/** What came of one look. */
export type CheckState = 'ok' | 'warning' | 'failed' | 'notAsked';

/** One line of the report. */
export interface CheckLine {
  /** What was looked at: a tool, an instance type, a host. */
  readonly about: string;
  /** What came of it. `notAsked`: nobody could tell, and `said` says why. */
  readonly state: CheckState;
  /** What is there, or why nobody asked. */
  readonly said: string;
  /** What to do. @default - nothing */
  readonly finding?: Finding;
}

/** What is examined: a platform, and the machine that would build it. */
export interface Patient extends Pick<BuiltPlatform, 'facts' | 'findings' | 'lockFindings' | 'platform' | 'spec'> {
  /** Spec file as the user named it. */
  readonly file: string;
  /** Environment of the process. */
  readonly env: NodeJS.ProcessEnv;
  /** Home folder of the user. */
  readonly home: string;
  /** Asks a program of this machine. */
  readonly ask: Ask;
  /** Looks a host up in DNS. @returns its addresses; nothing where there are none */
  readonly resolve: (host: string) => Promise<readonly string[]>;
}

/** One thing that is checked. */
export interface Check {
  /** Name in the report. */
  readonly name: string;
  /** Looks at it. Never throws for what is wrong with the machine or a cloud; no line where it does not concern the platform. */
  readonly look: (patient: Patient) => Promise<readonly CheckLine[]> | readonly CheckLine[];
}

/** It is as it should be. */
export function ok(about: string, said: string): CheckLine {
  return { about, state: 'ok', said };
}

/** Nobody could be asked. */
export function notAsked(about: string, because: string): CheckLine {
  return { about, state: 'notAsked', said: because };
}

/** It is not as it should be. */
export function found(about: string, finding: Finding): CheckLine {
  const state = finding.level === 'error' ? 'failed' : 'warning';
  return { about, state, said: finding.problem, finding };
}
