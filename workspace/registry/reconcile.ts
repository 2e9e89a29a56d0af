import { type Finding, PlatformError } from '../../spec/finding.ts';
import type { Change, Desk, Section } from './change.ts';
import { HarborError, type HarborTrouble } from './harbor-finding.ts';
import { setConfiguration } from './set-configuration.ts';
import { removeEndpoints, setEndpoints } from './set-endpoints.ts';
import { setProjects } from './set-projects.ts';
import { setReplications } from './set-replications.ts';
import { setRobots } from './set-robots.ts';
import { setSchedules } from './set-schedules.ts';

/** The parts of the work, in their order: each stands on those before. */
const SECTIONS: readonly Section[] = [
  setConfiguration,
  setEndpoints,
  setProjects,
  setRobots,
  setReplications,
  removeEndpoints,
  setSchedules,
];

/** Trouble of a single object: the others can still be done. After any other, nothing can. */
const OF_ONE: readonly HarborTrouble[] = ['REGISTRY_CONFLICT', 'REGISTRY_NOT_FOUND', 'REGISTRY_REFUSED'];

/** What came of it. */
export interface Outcome {
  /** What was done; of a plan, what would be. */
  readonly changes: readonly Omit<Change, 'apply'>[];
  /** What could not be done. */
  readonly findings: readonly Finding[];
}

/** What a caller wants to hear. */
export interface ReconcileOptions {
  /** Whether changes are made. */
  readonly mode: 'plan' | 'apply';
  /** Is told of each change before it is made. @default - nobody is told */
  readonly onChange?: (change: Omit<Change, 'apply'>) => void;
}

/**
 * Compares a Harbor with its settings and, where asked, makes it so.
 *
 * It can be cut anywhere and run again: what is done stays done, each part reads what is there, and a second run changes nothing.
 * Harbor has no ETags: each part is read right before it is written, and what somebody else changed in between is a conflict.
 *
 * @throws {PlatformError} where nothing can go on: nobody signed in, Harbor gone, busy, or not Harbor at all. Its findings begin with
 * those of single objects.
 */
export async function reconcile(desk: Desk, { mode, onChange }: ReconcileOptions): Promise<Outcome> {
  const changes: Omit<Change, 'apply'>[] = [];
  const findings: Finding[] = [];
  const report = (finding: Finding) => void findings.push(finding);
  try {
    for (const section of SECTIONS)
      for await (const change of guarded(section, { ...desk, report }, findings)) {
        const { apply, ...said } = change;
        onChange?.(said);
        if (mode === 'plan') changes.push(said);
        else if (await isDone(apply, findings)) changes.push(said);
      }
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    throw new PlatformError([...findings, ...error.findings]);
  }
  return { changes, findings };
}

/** The differences that a part of the work finds; what is wrong with a single object while looking is found and not thrown. */
async function* guarded(section: Section, desk: Desk, findings: Finding[]): AsyncGenerator<Change> {
  try {
    yield* section(desk);
  } catch (error) {
    keepGoing(error, findings);
  }
}

async function isDone(apply: Change['apply'], findings: Finding[]): Promise<boolean> {
  try {
    await apply();
    return true;
  } catch (error) {
    keepGoing(error, findings);
    return false;
  }
}

function keepGoing(error: unknown, findings: Finding[]): void {
  if (!(error instanceof HarborError) || !OF_ONE.includes(error.trouble)) throw error;
  findings.push(...error.findings);
}
